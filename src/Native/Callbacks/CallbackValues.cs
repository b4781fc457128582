// Safety: addresses are those of arguments in a frame that lives during the call, of the types that the signature says.
// What is read behind a C string is read on the word of the declaration.
namespace ActorFfi;

/// <summary>Reads arguments of callbacks from their frame and stores results there.</summary>
internal static unsafe class CallbackValues
{
    /// <summary>The value of an argument; narrow integers are extended, because their upper bits are arbitrary.</summary>
    public static NativeValue Read(NativeType type, CallbackPlaces places, nint frame, LibraryGeneration generation) => type.IsRecord
        ? NativeValue.OfStruct(CallbackStructs.Read(type, places, frame, generation))
        : Read(type, frame + places.Low, generation);

    private static NativeValue Read(NativeType type, nint place, LibraryGeneration generation) => type.Kind switch
    {
        NativeTypeKind.Bool => NativeValue.OfBits(type.Kind, *(byte*)place != 0 ? 1 : 0),
        NativeTypeKind.U8 => NativeValue.OfBits(type.Kind, *(byte*)place),
        NativeTypeKind.I8 => NativeValue.OfBits(type.Kind, *(sbyte*)place),
        NativeTypeKind.U16 => NativeValue.OfBits(type.Kind, *(ushort*)place),
        NativeTypeKind.I16 => NativeValue.OfBits(type.Kind, *(short*)place),
        NativeTypeKind.U32 => NativeValue.OfBits(type.Kind, *(uint*)place),
        NativeTypeKind.I32 or NativeTypeKind.F32 => NativeValue.OfBits(type.Kind, *(int*)place),
        _ => ResultReader.Read(type, (byte*)place, generation),
    };

    /// <summary>Checks a result against the declared type and stores it.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public static void Store(string name, CallbackLayout layout, in NativeArgument result, nint frame)
    {
        if (layout.Signature.Result.IsRecord)
        {
            CallbackStructs.Store(layout, StructOf(name, layout, result), frame);
        }
        else
        {
            StoreBits(layout, BitsOf(name, layout, result), frame);
        }
    }

    /// <summary>Stores the bits of a result that is no struct; a <c>long double</c> is given as a double.</summary>
    public static void StoreBits(CallbackLayout layout, long bits, nint frame)
    {
        if (layout.Signature.Result.Kind == NativeTypeKind.LongDouble)
        {
            LongDouble.Write(new Span<byte>((void*)(frame + layout.ResultOffset), 2 * CallbackFrame.Word), BitConverter.Int64BitsToDouble(bits));
        }
        else
        {
            *(long*)(frame + layout.ResultOffset) = bits;
        }
    }

    /// <summary>Checks a result against the declared struct.</summary>
    /// <exception cref="ArgumentException">It is none, or another one.</exception>
    public static NativeStruct StructOf(string name, CallbackLayout layout, in NativeArgument result) =>
        result.Source is NativeStruct value && value.Type.IsSameAs(layout.Signature.Result)
            ? value
            : throw Wrong(name, layout, result, $"a NativeStruct of type '{layout.Signature.Result}'");

    /// <summary>Checks a result against the declared type and gives the bits of its register.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public static long BitsOf(string name, CallbackLayout layout, in NativeArgument result)
    {
        ParameterPlan plan = layout.Result;
        if (layout.Signature.Result.IsPointer)
        {
            return PointerOf(name, layout, result);
        }

        return plan.TryBindNumber(result, out long bits)
            ? bits
            : throw Wrong(name, layout, result, layout.Signature.Result.IsInteger ? $"a value between {plan.Minimum} and {plan.Maximum}" : "a value of that type");
    }

    private static nint PointerOf(string name, CallbackLayout layout, in NativeArgument result)
    {
        switch (result.Source)
        {
            case ArgumentTag tag when tag == ArgumentTag.Null:
                return 0;
            case LibraryGeneration generation:
                return new ForeignPointer((nint)result.Bits, generation).AddressToKeep();
            case ForeignFunction function:
                return function.AddressToKeep();
            case StoredCallback callback:
                return StoredCallback.AddressToKeep(callback);
            default:
                throw Wrong(name, layout, result, "a ForeignPointer, or NativeArgument.Null");
        }
    }

    private static ArgumentException Wrong(string name, CallbackLayout layout, in NativeArgument result, string allowed) => new(
        $"The result of callback '{name}' is declared as '{layout.Signature.Result}' and cannot be {ArgumentDescription.Of(result)}. Give {allowed}.");
}
