namespace ActorFfi;

/// <summary>Gives C types their machine representation.</summary>
internal static class CTypeLowering
{
    /// <summary>The representation of a value of <paramref name="type"/>; null for void.</summary>
    public static NativeType Lower(CType type) => type switch
    {
        CScalar scalar => new NativeType(scalar.Kind, scalar.Spelling, NativeKinds.SizeOf(scalar.Kind)),
        CPointer pointer => LowerPointer(pointer, isSized: false),
        CArray array => Lower(array.Innermost()),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Spelling, "Functions are refused before."),
    };

    /// <summary>The representation of a parameter: an array is a pointer to its elements.</summary>
    public static NativeType LowerParameter(CType type) => type is CArray array
        ? LowerPointer(new CPointer(array.Innermost()), isSized: !array.Bound.IsEmpty)
        : Lower(type);

    // Where the declaration says how many characters there are, it is a buffer and need not end with a NUL.
    private static NativeType LowerPointer(CPointer pointer, bool isSized)
    {
        bool isString = !isSized && pointer.Target is CScalar { IsPlainChar: true, IsConst: true };
        CType element = pointer.Target is CArray array ? array.Innermost() : pointer.Target;
        return new NativeType(
            isString ? NativeTypeKind.CString : NativeTypeKind.Pointer,
            pointer.Spelling,
            IntPtr.Size,
            element is CScalar { IsVoid: true } ? null : Lower(element),
            element.IsConst);
    }
}
