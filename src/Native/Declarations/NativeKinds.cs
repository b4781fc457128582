namespace ActorFfi;

/// <summary>Sizes of scalar kinds, and integer kinds by size.</summary>
internal static class NativeKinds
{
    public static NativeTypeKind Integer(int size, bool isSigned) => (size, isSigned) switch
    {
        (1, true) => NativeTypeKind.I8,
        (1, false) => NativeTypeKind.U8,
        (2, true) => NativeTypeKind.I16,
        (2, false) => NativeTypeKind.U16,
        (4, true) => NativeTypeKind.I32,
        (4, false) => NativeTypeKind.U32,
        (8, true) => NativeTypeKind.I64,
        (8, false) => NativeTypeKind.U64,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "Integers have 1, 2, 4 or 8 bytes."),
    };

    public static int SizeOf(NativeTypeKind kind) => kind switch
    {
        NativeTypeKind.Void => 0,
        NativeTypeKind.Bool or NativeTypeKind.U8 or NativeTypeKind.I8 => 1,
        NativeTypeKind.U16 or NativeTypeKind.I16 => 2,
        NativeTypeKind.U32 or NativeTypeKind.I32 or NativeTypeKind.F32 => 4,
        NativeTypeKind.U64 or NativeTypeKind.I64 or NativeTypeKind.F64 => 8,
        NativeTypeKind.LongDouble => 16,
        _ => IntPtr.Size,
    };
}
