using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;
using System.Text;

namespace ActorFfi;

/// <summary>Emits the stub that carries a frame's arguments into an unmanaged call, once for each shape of signature.</summary>
/// <remarks>Only blittable types reach the call instruction, so that the runtime marshals nothing.</remarks>
internal static class StubEmitter
{
    private static readonly ConcurrentDictionary<string, CallStub> _stubs = new(StringComparer.Ordinal);

    private static readonly MethodInfo _setLastSystemError = typeof(Marshal).GetMethod(nameof(Marshal.SetLastSystemError))!;

    private static readonly MethodInfo _getLastSystemError = typeof(Marshal).GetMethod(nameof(Marshal.GetLastSystemError))!;

    /// <summary>The stub of a signature, emitted at the first request.</summary>
    public static CallStub StubFor(NativeSignature signature, bool capturesErrno) =>
        _stubs.GetOrAdd(ShapeOf(signature, capturesErrno), static (_, of) => Emit(of.signature, of.capturesErrno), (signature, capturesErrno));

    /// <summary>What tells the shapes of signatures apart.</summary>
    public static string ShapeOf(NativeSignature signature, bool capturesErrno)
    {
        var shape = new StringBuilder(capturesErrno ? "e" : "");
        shape.Append((char)('A' + (int)signature.Result.Kind));
        foreach (NativeParameter parameter in signature.Parameters)
        {
            shape.Append((char)('A' + (int)parameter.Type.Kind));
        }

        return shape.ToString();
    }

    private static CallStub Emit(NativeSignature signature, bool capturesErrno)
    {
        // The leading object makes the delegate a closed one, which the runtime calls without shuffling arguments.
        var method = new DynamicMethod("NativeCallStub", typeof(void), [typeof(object), typeof(nint), typeof(nint)], typeof(StubEmitter).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        EmitCall(il, signature, capturesErrno, OpCodes.Ldarg_2, (index, type) =>
        {
            EmitFrameAddress(il, OpCodes.Ldarg_2, FrameLayout.Argument(index));
            il.Emit(OpCodes.Ldobj, type);
        });
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<CallStub>(_stubs);
    }

    /// <summary>Emits the call itself, with what stores its result and errno.</summary>
    /// <param name="il">The stub, whose argument 1 is the address of the function.</param>
    /// <param name="signature">What the function takes and returns.</param>
    /// <param name="capturesErrno">Whether errno is cleared before and stored after the call.</param>
    /// <param name="loadFrame">Loads the address of the frame, or of its head.</param>
    /// <param name="loadArgument">Emits what loads an argument, by its index and type.</param>
    public static void EmitCall(ILGenerator il, NativeSignature signature, bool capturesErrno, OpCode loadFrame, Action<int, Type> loadArgument)
    {
        if (capturesErrno)
        {
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Call, _setLastSystemError);
        }

        EmitCallAndResult(il, signature, loadFrame, loadArgument);
        if (capturesErrno)
        {
            EmitFrameAddress(il, loadFrame, FrameLayout.Errno);
            il.Emit(OpCodes.Call, _getLastSystemError);
            il.Emit(OpCodes.Stind_I4);
        }
    }

    private static void EmitCallAndResult(ILGenerator il, NativeSignature signature, OpCode loadFrame, Action<int, Type> loadArgument)
    {
        bool hasResult = signature.Result.Kind != NativeTypeKind.Void;
        if (hasResult)
        {
            EmitFrameAddress(il, loadFrame, FrameLayout.Result);
        }

        for (int i = 0; i < signature.Parameters.Length; i++)
        {
            loadArgument(i, TypeOf(signature.Parameters[i].Type.Kind));
        }

        il.Emit(OpCodes.Ldarg_1);
        il.EmitCalli(OpCodes.Calli, CallingConvention.Cdecl, TypeOf(signature.Result.Kind), [.. signature.Parameters.Select(p => TypeOf(p.Type.Kind))]);
        if (hasResult)
        {
            EmitStoreResult(il, signature.Result.Kind);
        }
    }

    private static void EmitStoreResult(ILGenerator il, NativeTypeKind kind)
    {
        switch (kind)
        {
            case NativeTypeKind.F32:
                il.Emit(OpCodes.Stind_R4);
                break;
            case NativeTypeKind.F64:
                il.Emit(OpCodes.Stind_R8);
                break;
            case NativeTypeKind.Bool:
                il.Emit(OpCodes.Conv_U1);
                il.Emit(OpCodes.Ldc_I4_0);
                il.Emit(OpCodes.Cgt_Un);
                il.Emit(OpCodes.Conv_U8);
                il.Emit(OpCodes.Stind_I8);
                break;
            default:
                il.Emit(kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 ? OpCodes.Conv_I8 : OpCodes.Conv_U8);
                il.Emit(OpCodes.Stind_I8);
                break;
        }
    }

    private static void EmitFrameAddress(ILGenerator il, OpCode loadFrame, int offset)
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
