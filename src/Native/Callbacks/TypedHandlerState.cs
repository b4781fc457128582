namespace ActorFfi;

/// <summary>A typed delegate together with what its emitted caller cannot do in a few instructions: structs, functions, <c>long double</c>.</summary>
internal sealed class TypedHandlerState(string name, CallbackLayout layout, Delegate handler)
{
    /// <summary>The delegate.</summary>
    public Delegate Handler => handler;

    /// <summary>Whether values of a kind are read and stored here.</summary>
    public static bool Carries(NativeTypeKind kind) =>
        kind is NativeTypeKind.Struct or NativeTypeKind.Union or NativeTypeKind.Function or NativeTypeKind.LongDouble;

    /// <summary>A copy of a struct argument.</summary>
    public NativeStruct ReadStruct(int index, nint frame, LibraryGeneration generation) => Read(index, frame, generation).ToStruct();

    /// <summary>A function argument; null for a null pointer.</summary>
    public ForeignFunction? ReadFunction(int index, nint frame, LibraryGeneration generation) => Read(index, frame, generation).ToFunction();

    /// <summary>A <c>long double</c> argument, rounded.</summary>
    public double ReadLongDouble(int index, nint frame, LibraryGeneration generation) => Read(index, frame, generation).ToDouble();

    /// <summary>Stores a struct; null is none of the declared type.</summary>
    public void StoreStruct(NativeStruct? value, nint frame) => CallbackValues.Store(name, layout, value, frame);

    /// <summary>Stores a function; null is the null pointer.</summary>
    public void StoreFunction(ForeignFunction? value, nint frame) => CallbackValues.Store(name, layout, value, frame);

    /// <summary>Stores a <c>long double</c>.</summary>
    public void StoreLongDouble(double value, nint frame) => CallbackValues.Store(name, layout, value, frame);

    private NativeValue Read(int index, nint frame, LibraryGeneration generation) =>
        CallbackValues.Read(layout.Signature.Parameters[index].Type, layout.Places[index], frame, generation);
}
