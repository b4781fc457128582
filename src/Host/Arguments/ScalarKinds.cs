namespace ActorFfi;

/// <summary>The scalar types that callers outside the process may name, and what is known of each.</summary>
internal static class ScalarKinds
{
    /// <summary>All names, as messages list them.</summary>
    public const string Names = "bool, u8, i8, u16, i16, u32, i32, u64, i64, usize, isize, f32, f64";

    private static readonly NativeTypeKind _signedWord = IntPtr.Size == 8 ? NativeTypeKind.I64 : NativeTypeKind.I32;
    private static readonly NativeTypeKind _unsignedWord = IntPtr.Size == 8 ? NativeTypeKind.U64 : NativeTypeKind.U32;

    /// <summary>The kind of that name, or null; names compare ordinally.</summary>
    public static NativeTypeKind? Find(string name) => name switch
    {
        "bool" => NativeTypeKind.Bool,
        "u8" => NativeTypeKind.U8,
        "i8" => NativeTypeKind.I8,
        "u16" => NativeTypeKind.U16,
        "i16" => NativeTypeKind.I16,
        "u32" => NativeTypeKind.U32,
        "i32" => NativeTypeKind.I32,
        "u64" => NativeTypeKind.U64,
        "i64" => NativeTypeKind.I64,
        "usize" => _unsignedWord,
        "isize" => _signedWord,
        "f32" => NativeTypeKind.F32,
        "f64" => NativeTypeKind.F64,
        _ => null,
    };

    /// <summary>The name that <see cref="Find"/> takes: <c>u64</c>.</summary>
    public static string NameOf(NativeTypeKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The size of a value in bytes.</summary>
    public static int SizeOf(NativeTypeKind kind) => kind switch
    {
        NativeTypeKind.Bool or NativeTypeKind.U8 or NativeTypeKind.I8 => 1,
        NativeTypeKind.U16 or NativeTypeKind.I16 => 2,
        NativeTypeKind.U32 or NativeTypeKind.I32 or NativeTypeKind.F32 => 4,
        NativeTypeKind.U64 or NativeTypeKind.I64 or NativeTypeKind.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is the kind of no scalar."),
    };

    public static bool IsInteger(NativeTypeKind kind) => kind is >= NativeTypeKind.U8 and <= NativeTypeKind.I64;

    public static bool IsFloat(NativeTypeKind kind) => kind is NativeTypeKind.F32 or NativeTypeKind.F64;

    /// <summary>The integers that the kind holds.</summary>
    public static (Int128 Minimum, Int128 Maximum) RangeOf(NativeTypeKind kind)
    {
        int bits = SizeOf(kind) * 8;
        bool isSigned = kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 or NativeTypeKind.I64;
        return isSigned
            ? (-(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1)
            : (0, (Int128.One << bits) - 1);
    }

    /// <summary>Whether a value of one kind has the bytes of the other: the same size, and both integers, floats or bools.</summary>
    public static bool AreInterchangeable(NativeTypeKind one, NativeTypeKind other) =>
        one == other || (IsInteger(one) && IsInteger(other) && SizeOf(one) == SizeOf(other));
}
