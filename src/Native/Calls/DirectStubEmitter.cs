using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Emits the stub of short synchronous calls with numbers, structs in registers and at most one buffer, which need no frame for their arguments.</summary>
/// <remarks>It accepts what needs no conversion: anything else is left to the slower path, which also explains what is wrong.</remarks>
internal static class DirectStubEmitter
{
    private const int MostParameters = 8;
    private const BindingFlags Fields = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<string, DynamicMethod> _methods = new(StringComparer.Ordinal);
    private static readonly FieldInfo _source = typeof(NativeArgument).GetField(nameof(NativeArgument.Source), Fields)!;
    private static readonly FieldInfo _bits = typeof(NativeArgument).GetField(nameof(NativeArgument.Bits), Fields)!;

    private static readonly MethodInfo _borrow = typeof(DirectArguments).GetMethod(nameof(DirectArguments.Borrow))!;
    private static readonly MethodInfo _giveBack = typeof(DirectArguments).GetMethod(nameof(DirectArguments.GiveBack))!;

    /// <summary>The stub of a plan, emitted at the first request; null where the plan needs frames.</summary>
    public static DirectStub? StubFor(CallPlan plan)
    {
        CallShape shape = plan.Shape;
        ImmutableArray<NativeParameter> parameters = shape.Signature.Parameters;
        if (!shape.IsPlain || shape.Machine is { ReturnsInMemory: true } || parameters.Length > MostParameters || DirectArguments.Of(plan) is not { } arguments)
        {
            return null;
        }

        // One method serves all plans of a shape; each brings what it knows of its arguments.
        return _methods.GetOrAdd(shape.Key, static (_, shape) => Emit(shape), shape).CreateDelegate<DirectStub>(arguments);
    }

    /// <summary>Whether the results of a kind are numbers of 64 bits or fewer as they are, so that a stub gives them instead of writing them.</summary>
    public static bool GivesResult(NativeTypeKind kind) => kind is (>= NativeTypeKind.Bool and <= NativeTypeKind.I64) or NativeTypeKind.F64;

    private static DynamicMethod Emit(CallShape shape)
    {
        ImmutableArray<NativeParameter> parameters = shape.Signature.Parameters;
        var method = new DynamicMethod("NativeDirectStub", typeof(long), [typeof(DirectArguments), typeof(nint), typeof(NativeArgument).MakeByRefType(), typeof(nint)], typeof(DirectStubEmitter).Module, skipVisibility: true);
        StubWriter il = new(method);
        int refused = il.DefineLabel();
        int? result = GivesResult(shape.Signature.Result.Kind) ? il.DeclareLocal(typeof(long)) : null;
        int[] locals = [.. parameters.Select(parameter => il.DeclareLocal(parameter.Type.IsRecord || parameter.Type.IsPointer ? typeof(nint) : typeof(long)))];
        int buffer = -1;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Type.IsPointer)
            {
                buffer = i; // After the numbers, which say how much it must hold.
            }
            else if (parameters[i].Type.IsRecord)
            {
                EmitDemandStruct(il, i, locals[i], refused);
            }
            else
            {
                EmitCheck(il, i, locals[i], parameters[i].Type.Kind, refused);
            }
        }

        if (buffer >= 0)
        {
            EmitBorrow(il, locals[buffer], refused);
        }

        StubEmitter.EmitCall(il, shape, OpCodes.Ldarg_3, (index, half, type) => EmitArgument(il, parameters[index].Type, index, locals[index], half, type), result);
        if (buffer >= 0)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Call, _giveBack);
        }

        EmitReturn(il, result);
        il.MarkLabel(refused);
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Ldc_I4, ThreadSlot.RefusedOffset - ThreadSlot.HeadOffset);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Stind_I4);
        EmitReturn(il, null);
        return il.Finish(StubEmitter.StackOf(shape));
    }

    private static void EmitArgument(StubWriter il, NativeType parameter, int index, int local, int half, Type type)
    {
        if (parameter.IsRecord)
        {
            il.EmitLocal(OpCodes.Ldloc, local);
            il.Emit(OpCodes.Ldc_I4, half * 8);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldobj, type);
        }
        else if (parameter.IsPointer)
        {
            il.EmitLocal(OpCodes.Ldloc, local);
        }
        else if (IsInteger(parameter.Kind))
        {
            il.EmitLocal(OpCodes.Ldloc, local);
            if (NarrowingTo(parameter.Kind) is { } narrowing)
            {
                il.Emit(narrowing);
            }
        }
        else
        {
            EmitField(il, index, OpCodes.Ldflda, _bits);
            il.Emit(OpCodes.Ldobj, type);
        }
    }

    private static void EmitReturn(StubWriter il, int? result)
    {
        if (result is { } local)
        {
            il.EmitLocal(OpCodes.Ldloc, local);
        }
        else
        {
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Conv_I8);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void EmitBorrow(StubWriter il, int address, int refused)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, _borrow);
        il.EmitLocal(OpCodes.Stloc, address);
        il.EmitLocal(OpCodes.Ldloc, address);
        il.EmitBranch(OpCodes.Brfalse, refused);
    }

    // The arguments keep the structs alive until their halves are loaded into the registers of the call.
    private static void EmitDemandStruct(StubWriter il, int index, int address, int refused)
    {
        il.Emit(OpCodes.Ldarg_0);
        EmitField(il, index, OpCodes.Ldfld, _source);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Call, typeof(DirectArguments).GetMethod(nameof(DirectArguments.AddressOf))!);
        il.EmitLocal(OpCodes.Stloc, address);
        il.EmitLocal(OpCodes.Ldloc, address);
        il.EmitBranch(OpCodes.Brfalse, refused);
    }

    private static void EmitCheck(StubWriter il, int index, int local, NativeTypeKind kind, int refused)
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
                EmitCheckUnsigned(il, index, local, kind, refused);
                break;
            default:
                EmitDemandTag(il, index, nameof(ArgumentTag.Signed), refused);
                EmitBits(il, index, local);
                EmitDemandRange(il, local, kind, refused);
                break;
        }
    }

    // Either sign of source is common for these: a literal is an int.
    private static void EmitCheckUnsigned(StubWriter il, int index, int local, NativeTypeKind kind, int refused)
    {
        int isUnsigned = il.DefineLabel();
        EmitBits(il, index, local);
        EmitTags(il, index, nameof(ArgumentTag.Unsigned));
        il.EmitBranch(OpCodes.Beq, isUnsigned);
        EmitDemandTag(il, index, nameof(ArgumentTag.Signed), refused);
        il.EmitLocal(OpCodes.Ldloc, local);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Conv_I8);
        il.EmitBranch(OpCodes.Blt, refused);
        il.MarkLabel(isUnsigned);
        EmitDemandRange(il, local, kind, refused);
    }

    private static void EmitBits(StubWriter il, int index, int local)
    {
        EmitField(il, index, OpCodes.Ldfld, _bits);
        il.EmitLocal(OpCodes.Stloc, local);
    }

    // In range is what survives the way to the narrow type and back.
    private static void EmitDemandRange(StubWriter il, int local, NativeTypeKind kind, int refused)
    {
        if (NarrowingTo(kind) is not { } narrowing)
        {
            return;
        }

        il.EmitLocal(OpCodes.Ldloc, local);
        il.Emit(narrowing);
        il.Emit(kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 ? OpCodes.Conv_I8 : OpCodes.Conv_U8);
        il.EmitLocal(OpCodes.Ldloc, local);
        il.EmitBranch(OpCodes.Bne_Un, refused);
    }

    private static bool IsInteger(NativeTypeKind kind) => kind is >= NativeTypeKind.U8 and <= NativeTypeKind.I64;

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

    private static void EmitDemandTag(StubWriter il, int index, string tag, int refused)
    {
        EmitTags(il, index, tag);
        il.EmitBranch(OpCodes.Bne_Un, refused);
    }

    private static void EmitTags(StubWriter il, int index, string tag)
    {
        EmitField(il, index, OpCodes.Ldfld, _source);
        il.Emit(OpCodes.Ldsfld, typeof(ArgumentTag).GetField(tag, Fields)!);
    }

    private static void EmitField(StubWriter il, int index, OpCode load, FieldInfo field)
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
