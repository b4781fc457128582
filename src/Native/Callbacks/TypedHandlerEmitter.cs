using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace ActorFfi;

/// <summary>Emits what carries a frame's arguments into a typed delegate, once for each signature and type of delegate.</summary>
internal static class TypedHandlerEmitter
{
    private static readonly ConcurrentDictionary<(string Shape, Type Handler), DynamicMethod> _methods = new();

    /// <summary>The handler that runs a delegate.</summary>
    /// <exception cref="ArgumentException">The delegate does not fit the signature.</exception>
    public static FrameHandler HandlerFor(string name, CallbackLayout layout, Delegate handler)
    {
        MethodInfo invoke = handler.GetType().GetMethod("Invoke")!;
        TypedHandlerCheck.Run(name, layout.Signature, invoke);
        return _methods
            .GetOrAdd((layout.Shape, handler.GetType()), static (key, of) => Emit(key.Handler, of.layout, of.invoke), (layout, invoke))
            .CreateDelegate<FrameHandler>(handler);
    }

    // The handler is what the emitted delegate is closed over: its first argument, of the right type without a cast.
    private static DynamicMethod Emit(Type handler, CallbackLayout layout, MethodInfo invoke)
    {
        DynamicMethod method = new("CallbackHandler", typeof(void), [handler, typeof(nint), typeof(LibraryGeneration)], typeof(TypedHandlerEmitter).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        if (layout.HasResult)
        {
            EmitAddress(il, layout.ResultOffset);
        }

        il.Emit(OpCodes.Ldarg_0);
        ParameterInfo[] parameters = invoke.GetParameters();
        for (int i = 0; i < parameters.Length; i++)
        {
            EmitArgument(il, layout.Signature.Parameters[i].Type.Kind, layout.Places[i].Low);
        }

        il.Emit(OpCodes.Callvirt, invoke);
        if (layout.HasResult)
        {
            EmitResult(il, layout.Signature.Result.Kind);
        }

        il.Emit(OpCodes.Ret);
        return method;
    }

    private static void EmitArgument(ILGenerator il, NativeTypeKind kind, int offset)
    {
        EmitAddress(il, offset);
        switch (kind)
        {
            case NativeTypeKind.Bool:
                il.Emit(OpCodes.Ldind_U1);
                il.Emit(OpCodes.Ldc_I4_0);
                il.Emit(OpCodes.Cgt_Un);
                break;
            case NativeTypeKind.Pointer:
                il.Emit(OpCodes.Ldind_I);
                il.Emit(OpCodes.Ldarg_2);
                il.Emit(OpCodes.Newobj, typeof(ForeignPointer).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(nint), typeof(LibraryGeneration)])!);
                break;
            case NativeTypeKind.CString:
                il.Emit(OpCodes.Ldind_I);
                il.Emit(OpCodes.Call, typeof(ResultReader).GetMethod(nameof(ResultReader.Text), BindingFlags.Static | BindingFlags.Public)!);
                break;
            default:
                il.Emit(OpCodes.Ldobj, StubEmitter.TypeOf(kind));
                break;
        }
    }

    private static void EmitResult(ILGenerator il, NativeTypeKind kind)
    {
        switch (kind)
        {
            case NativeTypeKind.F32:
                il.Emit(OpCodes.Stind_R4);
                break;
            case NativeTypeKind.F64:
                il.Emit(OpCodes.Stind_R8);
                break;
            case NativeTypeKind.Pointer:
                il.Emit(OpCodes.Call, typeof(TypedHandlerEmitter).GetMethod(nameof(AddressOf), BindingFlags.Static | BindingFlags.NonPublic)!);
                il.Emit(OpCodes.Stind_I);
                break;
            default:
                il.Emit(kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 ? OpCodes.Conv_I8 : OpCodes.Conv_U8);
                il.Emit(OpCodes.Stind_I8);
                break;
        }
    }

    private static nint AddressOf(ForeignPointer pointer)
    {
        pointer.DemandCurrent();
        return pointer.Address;
    }

    private static void EmitAddress(ILGenerator il, int offset)
    {
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, offset);
        il.Emit(OpCodes.Add);
    }
}
