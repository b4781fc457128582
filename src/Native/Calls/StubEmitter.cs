using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Emits the stub that carries a frame's arguments into an unmanaged call, once for each shape of signature.</summary>
/// <remarks>Only blittable types reach the call instruction, so that the runtime marshals nothing; structs go as the registers that carry them.</remarks>
internal static class StubEmitter
{
    private static readonly ConcurrentDictionary<string, CallStub> _stubs = new(StringComparer.Ordinal);

    private static readonly MethodInfo _setLastSystemError = typeof(Marshal).GetMethod(nameof(Marshal.SetLastSystemError))!;

    private static readonly MethodInfo _getLastSystemError = typeof(Marshal).GetMethod(nameof(Marshal.GetLastSystemError))!;

    private static readonly MethodInfo _bitsOfDouble = typeof(BitConverter).GetMethod(nameof(BitConverter.DoubleToInt64Bits))!;

    /// <summary>The stub of a shape, emitted at the first request.</summary>
    public static CallStub StubFor(CallShape shape) => _stubs.GetOrAdd(shape.Key, static (_, shape) => Create(shape), shape);

    private static CallStub Create(CallShape shape) => shape.IsPlain ? Emit(shape) : new TrampolineStub(shape).Run;

    private static CallStub Emit(CallShape shape)
    {
        // The leading object makes the delegate a closed one, which the runtime calls without shuffling arguments.
        var method = new DynamicMethod("NativeCallStub", typeof(void), [typeof(object), typeof(nint), typeof(nint)], typeof(StubEmitter).Module, skipVisibility: true);
        StubWriter il = new(method);
        EmitCall(il, shape, OpCodes.Ldarg_2, (index, half, type) =>
        {
            EmitFrameAddress(il, OpCodes.Ldarg_2, shape.Layout.Argument(index) + (half * 8));
            il.Emit(OpCodes.Ldobj, type);
        });
        il.Emit(OpCodes.Ret);
        return il.Finish(StackOf(shape)).CreateDelegate<CallStub>(_stubs);
    }

    /// <summary>How deep the evaluation stack of a stub of this shape gets: the halves of all arguments, the function, and what is at work.</summary>
    public static int StackOf(CallShape shape) => (2 * shape.Signature.Parameters.Length) + 8;

    /// <summary>Emits the call itself, with what stores its result and errno.</summary>
    /// <param name="il">The stub, whose argument 1 is the address of the function.</param>
    /// <param name="shape">What the function takes and returns.</param>
    /// <param name="loadFrame">Loads the address of the frame, or of its head.</param>
    /// <param name="loadArgument">Emits what loads an argument, or one half of a struct, by its index, the half and the type.</param>
    /// <param name="resultLocal">The local of 64 bits that the result goes to; null for the frame.</param>
    public static void EmitCall(StubWriter il, CallShape shape, OpCode loadFrame, Action<int, int, Type> loadArgument, int? resultLocal = null)
    {
        if (shape.CapturesErrno)
        {
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Call, _setLastSystemError);
        }

        EmitCallAndResult(il, shape, loadFrame, loadArgument, resultLocal);
        if (shape.CapturesErrno)
        {
            EmitFrameAddress(il, loadFrame, FrameLayout.Errno);
            il.Emit(OpCodes.Call, _getLastSystemError);
            il.Emit(OpCodes.Stind_I4);
        }
    }

    private static void EmitCallAndResult(StubWriter il, CallShape shape, OpCode loadFrame, Action<int, int, Type> loadArgument, int? resultLocal)
    {
        NativeType result = shape.Signature.Result;
        bool inMemory = shape.Machine is { ReturnsInMemory: true };
        bool hasResult = result.Size > 0 && !inMemory;
        List<Type> types = [];
        if (hasResult && resultLocal is null)
        {
            EmitFrameAddress(il, loadFrame, FrameLayout.Result);
        }

        if (inMemory)
        {
            EmitFrameAddress(il, loadFrame, shape.Layout.LargeResult);
            types.Add(typeof(nint));
        }

        foreach ((int index, int half, Type type) in Arguments(shape.Signature))
        {
            loadArgument(index, half, type);
            types.Add(type);
        }

        Type resultType = inMemory ? typeof(nint) : result.IsRecord && hasResult ? RegisterPair.TypeOf(shape.Machine!.Result) : hasResult ? TypeOf(result.Kind) : typeof(void);
        il.Emit(OpCodes.Ldarg_1);
        il.EmitCall(resultType, types, suppressesTransition: shape.IsLeaf);
        if (inMemory)
        {
            il.Emit(OpCodes.Pop);
        }
        else if (resultLocal is { } local)
        {
            EmitBits(il, result.Kind);
            il.EmitLocal(OpCodes.Stloc, local);
        }
        else if (hasResult)
        {
            EmitStoreResult(il, result.Kind, resultType);
        }
    }

    // Each number or address, and each half of a struct that a register carries.
    private static IEnumerable<(int Index, int Half, Type Type)> Arguments(NativeSignature signature)
    {
        for (int i = 0; i < signature.Parameters.Length; i++)
        {
            NativeType type = signature.Parameters[i].Type;
            if (!type.IsRecord)
            {
                yield return (i, 0, TypeOf(type.Kind));
                continue;
            }

            ValueClasses classes = ValueClasses.Of(type);
            for (int half = 0; half < 2; half++)
            {
                if (classes[half] != RegisterClass.None)
                {
                    yield return (i, half, classes[half] == RegisterClass.Integer ? typeof(long) : typeof(double));
                }
            }
        }
    }

    private static void EmitStoreResult(StubWriter il, NativeTypeKind kind, Type type)
    {
        switch (kind)
        {
            case NativeTypeKind.Struct or NativeTypeKind.Union:
                il.Emit(OpCodes.Stobj, type);
                break;
            case NativeTypeKind.F32:
                il.Emit(OpCodes.Stind_R4);
                break;
            default:
                EmitBits(il, kind);
                il.Emit(OpCodes.Stind_I8);
                break;
        }
    }

    // Makes 64 bits of a result: what fills its slot, extended as its kind says.
    private static void EmitBits(StubWriter il, NativeTypeKind kind)
    {
        switch (kind)
        {
            case NativeTypeKind.F64:
                il.Emit(OpCodes.Call, _bitsOfDouble);
                break;
            case NativeTypeKind.Bool:
                il.Emit(OpCodes.Conv_U1);
                il.Emit(OpCodes.Ldc_I4_0);
                il.Emit(OpCodes.Cgt_Un);
                il.Emit(OpCodes.Conv_U8);
                break;
            default:
                il.Emit(kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 ? OpCodes.Conv_I8 : OpCodes.Conv_U8);
                break;
        }
    }

    private static void EmitFrameAddress(StubWriter il, OpCode loadFrame, int offset)
    {
        il.Emit(loadFrame);
        if (offset != 0)
        {
            il.Emit(OpCodes.Ldc_I4, offset);
            il.Emit(OpCodes.Add);
        }
    }

    public static Type TypeOf(NativeTypeKind kind) => kind switch
    {
        NativeTypeKind.Void => typeof(void),
        NativeTypeKind.Bool or NativeTypeKind.U8 => typeof(byte),
        NativeTypeKind.I8 => typeof(sbyte),
        NativeTypeKind.U16 => typeof(ushort),
        NativeTypeKind.I16 => typeof(short),
        NativeTypeKind.U32 => typeof(uint),
        NativeTypeKind.I32 => typeof(int),
        NativeTypeKind.U64 => typeof(ulong),
        NativeTypeKind.I64 => typeof(long),
        NativeTypeKind.F32 => typeof(float),
        NativeTypeKind.F64 => typeof(double),
        NativeTypeKind.Pointer or NativeTypeKind.CString or NativeTypeKind.Function => typeof(nint),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of type has no representation in a frame."),
    };
}
