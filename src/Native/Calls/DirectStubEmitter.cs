using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Emits the stub of short synchronous calls with numbers and structs in registers only, which need no frame for their arguments.</summary>
/// <remarks>It accepts what needs no conversion: anything else is left to the slower path, which also explains what is wrong.</remarks>
internal static class DirectStubEmitter
{
    private const int MostParameters = 8;
    private const BindingFlags Fields = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<string, DirectStub> _stubs = new(StringComparer.Ordinal);
    private static readonly FieldInfo _source = typeof(NativeArgument).GetField(nameof(NativeArgument.Source), Fields)!;
    private static readonly FieldInfo _bits = typeof(NativeArgument).GetField(nameof(NativeArgument.Bits), Fields)!;

    /// <summary>The stub of a plan, emitted at the first request; null where the plan needs frames.</summary>
    public static DirectStub? StubFor(CallPlan plan)
    {
        CallShape shape = plan.Shape;
        ImmutableArray<NativeParameter> parameters = shape.Signature.Parameters;
        if (!shape.IsPlain || shape.Machine is { ReturnsInMemory: true } || parameters.Length > MostParameters || parameters.Any(parameter => parameter.Type.IsPointer))
        {
            return null;
        }

        // A stub that takes structs knows the types of one plan.
        return parameters.Any(parameter => parameter.Type.IsRecord)
            ? Emit(shape)
            : _stubs.GetOrAdd(shape.Key, static (_, shape) => Emit(shape), shape);
    }

    private static DirectStub Emit(CallShape shape)
    {
        NativeSignature signature = shape.Signature;
        var method = new DynamicMethod("NativeDirectStub", typeof(bool), [typeof(DirectStructs), typeof(nint), typeof(NativeArgument).MakeByRefType(), typeof(nint)], typeof(DirectStubEmitter).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        Label refused = il.DefineLabel();
        LocalBuilder[] structs = [.. signature.Parameters.Where(parameter => parameter.Type.IsRecord).Select(_ => il.DeclareLocal(typeof(nint)))];
        int[] locals = [.. signature.Parameters.Select((_, i) => signature.Parameters.Take(i).Count(parameter => parameter.Type.IsRecord))];
        for (int i = 0; i < signature.Parameters.Length; i++)
        {
            if (signature.Parameters[i].Type.IsRecord)
            {
                EmitDemandStruct(il, i, structs[locals[i]], refused);
            }
            else
            {
                EmitCheck(il, i, signature.Parameters[i].Type.Kind, refused);
            }
        }

        StubEmitter.EmitCall(il, shape, OpCodes.Ldarg_3, (index, half, type) =>
        {
            if (signature.Parameters[index].Type.IsRecord)
            {
                il.Emit(OpCodes.Ldloc, structs[locals[index]]);
                il.Emit(OpCodes.Ldc_I4, half * 8);
                il.Emit(OpCodes.Add);
            }
            else
            {
                EmitField(il, index, OpCodes.Ldflda, _bits);
            }

            il.Emit(OpCodes.Ldobj, type);
        });
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(refused);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<DirectStub>(new DirectStructs([.. signature.Parameters.Select(parameter => parameter.Type)]));
    }

    // The arguments keep the structs alive until their halves are loaded into the registers of the call.
    private static void EmitDemandStruct(ILGenerator il, int index, LocalBuilder address, Label refused)
    {
        il.Emit(OpCodes.Ldarg_0);
        EmitField(il, index, OpCodes.Ldfld, _source);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Call, typeof(DirectStructs).GetMethod(nameof(DirectStructs.AddressOf))!);
        il.Emit(OpCodes.Stloc, address);
        il.Emit(OpCodes.Ldloc, address);
        il.Emit(OpCodes.Brfalse, refused);
    }

    private static void EmitCheck(ILGenerator il, int index, NativeTypeKind kind, Label refused)
    {
        switch (kind)
        {
            case NativeTypeKind.Bool:
                EmitDemandTag(il, index, nameof(ArgumentTag.Boolean), refused);
                break;
            case NativeTypeKind.F32:
                EmitDemandTag(il, index, nameof(ArgumentTag.Single), refused);
                break;
            case NativeTypeKind.F64:
                EmitDemandTag(il, index, nameof(ArgumentTag.Double), refused);
                break;
            case NativeTypeKind.U8 or NativeTypeKind.U16 or NativeTypeKind.U32 or NativeTypeKind.U64:
                EmitCheckUnsigned(il, index, kind, refused);
                break;
            default:
                EmitDemandTag(il, index, nameof(ArgumentTag.Signed), refused);
                EmitDemandRange(il, index, kind, refused);
                break;
        }
    }

    // Either sign of source is common for these: a literal is an int.
    private static void EmitCheckUnsigned(ILGenerator il, int index, NativeTypeKind kind, Label refused)
    {
        Label isUnsigned = il.DefineLabel();
        EmitTags(il, index, nameof(ArgumentTag.Unsigned));
        il.Emit(OpCodes.Beq, isUnsigned);
        EmitDemandTag(il, index, nameof(ArgumentTag.Signed), refused);
        EmitField(il, index, OpCodes.Ldfld, _bits);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Blt, refused);
        il.MarkLabel(isUnsigned);
        EmitDemandRange(il, index, kind, refused);
    }

    // In range is what survives the way to the narrow type and back.
    private static void EmitDemandRange(ILGenerator il, int index, NativeTypeKind kind, Label refused)
    {
        if (NarrowingTo(kind) is not { } narrowing)
        {
            return;
        }

        EmitField(il, index, OpCodes.Ldfld, _bits);
        il.Emit(narrowing);
        il.Emit(kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 ? OpCodes.Conv_I8 : OpCodes.Conv_U8);
        EmitField(il, index, OpCodes.Ldfld, _bits);
        il.Emit(OpCodes.Bne_Un, refused);
    }

    private static OpCode? NarrowingTo(NativeTypeKind kind) => kind switch
    {
        NativeTypeKind.U8 => OpCodes.Conv_U1,
        NativeTypeKind.I8 => OpCodes.Conv_I1,
        NativeTypeKind.U16 => OpCodes.Conv_U2,
        NativeTypeKind.I16 => OpCodes.Conv_I2,
        NativeTypeKind.U32 => OpCodes.Conv_U4,
        NativeTypeKind.I32 => OpCodes.Conv_I4,
        _ => null,
    };

    private static void EmitDemandTag(ILGenerator il, int index, string tag, Label refused)
    {
        EmitTags(il, index, tag);
        il.Emit(OpCodes.Bne_Un, refused);
    }

    private static void EmitTags(ILGenerator il, int index, string tag)
    {
        EmitField(il, index, OpCodes.Ldfld, _source);
        il.Emit(OpCodes.Ldsfld, typeof(ArgumentTag).GetField(tag, Fields)!);
    }

    private static void EmitField(ILGenerator il, int index, OpCode load, FieldInfo field)
    {
        il.Emit(OpCodes.Ldarg_2);
        if (index != 0)
        {
            il.Emit(OpCodes.Ldc_I4, index * Unsafe.SizeOf<NativeArgument>());
            il.Emit(OpCodes.Add);
        }

        il.Emit(load, field);
    }
}
