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
            .CreateDelegate<FrameHandler>(HasState(layout) ? new TypedHandlerState(name, layout, handler) : handler);
    }

    private static bool HasState(CallbackLayout layout) =>
        TypedHandlerState.Carries(layout.Signature.Result.Kind) || layout.Signature.Parameters.Any(parameter => TypedHandlerState.Carries(parameter.Type.Kind));

    // The handler, or the state that has it, is what the emitted delegate is closed over: its first argument, of the right type without a cast.
    private static DynamicMethod Emit(Type handler, CallbackLayout layout, MethodInfo invoke)
    {
        bool hasState = HasState(layout);
        DynamicMethod method = new("CallbackHandler", typeof(void), [hasState ? typeof(TypedHandlerState) : handler, typeof(nint), typeof(LibraryGeneration)], typeof(TypedHandlerEmitter).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        EmitResultPlace(il, layout);
        il.Emit(OpCodes.Ldarg_0);
        if (hasState)
        {
            il.Emit(OpCodes.Call, typeof(TypedHandlerState).GetProperty(nameof(TypedHandlerState.Handler))!.GetMethod!);
            il.Emit(OpCodes.Castclass, handler);
        }

        for (int i = 0; i < layout.Places.Length; i++)
        {
            EmitArgument(il, layout.Signature.Parameters[i].Type.Kind, i, layout.Places[i].Low);
        }

        il.Emit(OpCodes.Callvirt, invoke);
        if (layout.HasResult)
        {
            EmitResult(il, layout.Signature.Result.Kind);
        }

        il.Emit(OpCodes.Ret);
        return method;
    }

    // What is needed below the result to store it.
    private static void EmitResultPlace(ILGenerator il, CallbackLayout layout)
    {
        if (TypedHandlerState.Carries(layout.Signature.Result.Kind))
        {
            il.Emit(OpCodes.Ldarg_0);
        }
        else if (layout.HasResult)
        {
            EmitAddress(il, layout.ResultOffset);
        }
    }

    private static void EmitArgument(ILGenerator il, NativeTypeKind kind, int index, int offset)
    {
        if (TypedHandlerState.Carries(kind))
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Call, typeof(TypedHandlerState).GetMethod(kind switch
            {
                NativeTypeKind.Function => nameof(TypedHandlerState.ReadFunction),
                NativeTypeKind.LongDouble => nameof(TypedHandlerState.ReadLongDouble),
                _ => nameof(TypedHandlerState.ReadStruct),
            })!);
            return;
        }

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
            case NativeTypeKind.Struct or NativeTypeKind.Union:
                EmitStore(il, nameof(TypedHandlerState.StoreStruct));
                break;
            case NativeTypeKind.Function:
                EmitStore(il, nameof(TypedHandlerState.StoreFunction));
                break;
            case NativeTypeKind.LongDouble:
                EmitStore(il, nameof(TypedHandlerState.StoreLongDouble));
                break;
            default:
                il.Emit(kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 ? OpCodes.Conv_I8 : OpCodes.Conv_U8);
                il.Emit(OpCodes.Stind_I8);
                break;
        }
    }

    private static void EmitStore(ILGenerator il, string store)
    {
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, typeof(TypedHandlerState).GetMethod(store)!);
    }

    private static nint AddressOf(ForeignPointer pointer) => pointer.AddressToKeep();

    private static void EmitAddress(ILGenerator il, int offset)
    {
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, offset);
        il.Emit(OpCodes.Add);
    }
}
