using System.Globalization;

namespace ActorFfi;

/// <summary>The result of a native function, exactly as native code returned it.</summary>
/// <remarks>
/// Conversions are exact or fail: a value that does not fit raises <see cref="OverflowException"/>, a value of another kind
/// <see cref="InvalidCastException"/>. C strings are copies; pointers belong to the library that returned them.
/// </remarks>
public readonly struct NativeValue : IEquatable<NativeValue>
{
    private readonly object? _reference;
    private readonly long _bits;
    private readonly NativeTypeKind _kind;

    private NativeValue(NativeTypeKind kind, long bits, object? reference = null)
    {
        _reference = reference;
        _bits = bits;
        _kind = kind;
    }

    /// <summary>The kind of the declared result.</summary>
    public NativeTypeKind Kind => _kind;

    /// <summary>Whether the result is a null pointer or a null C string.</summary>
    public bool IsNull => _kind switch
    {
        NativeTypeKind.Pointer => _bits == 0,
        NativeTypeKind.CString => _reference is null,
        _ => false,
    };

    internal static NativeValue OfBits(NativeTypeKind kind, long bits) => new(kind, bits);

    internal static NativeValue OfPointer(nint address, LibraryGeneration generation) => new(NativeTypeKind.Pointer, address, generation);

    internal static NativeValue OfText(string? text) => new(NativeTypeKind.CString, 0, text);

    /// <summary>The result as a bool; of C <c>bool</c> results only.</summary>
    public bool ToBoolean() => _kind == NativeTypeKind.Bool ? _bits != 0 : throw Wrong("a bool");

    /// <summary>The result as a signed 8-bit integer.</summary>
    public sbyte ToSByte() => checked((sbyte)ToInt64());

    /// <summary>The result as an unsigned 8-bit integer.</summary>
    public byte ToByte() => checked((byte)ToUInt64());

    /// <summary>The result as a signed 16-bit integer.</summary>
    public short ToInt16() => checked((short)ToInt64());

    /// <summary>The result as an unsigned 16-bit integer.</summary>
    public ushort ToUInt16() => checked((ushort)ToUInt64());

    /// <summary>The result as a signed 32-bit integer.</summary>
    public int ToInt32() => _kind == NativeTypeKind.I32 ? (int)_bits : checked((int)ToInt64());

    /// <summary>The result as an unsigned 32-bit integer.</summary>
    public uint ToUInt32() => checked((uint)ToUInt64());

    /// <summary>The result as a signed 64-bit integer.</summary>
    public long ToInt64() => _kind switch
    {
        NativeTypeKind.U64 => checked((long)(ulong)_bits),
        >= NativeTypeKind.U8 and <= NativeTypeKind.I64 => _bits,
        _ => throw Wrong("an integer"),
    };

    /// <summary>The result as an unsigned 64-bit integer.</summary>
    public ulong ToUInt64() => _kind switch
    {
        NativeTypeKind.U64 => (ulong)_bits,
        >= NativeTypeKind.U8 and <= NativeTypeKind.I64 => checked((ulong)_bits),
        _ => throw Wrong("an integer"),
    };

    /// <summary>The result as a 32-bit float; of <c>float</c> results only.</summary>
    public float ToSingle() => _kind == NativeTypeKind.F32 ? BitConverter.Int32BitsToSingle((int)_bits) : throw Wrong("a float");

    /// <summary>The result as a 64-bit float; of <c>float</c> and <c>double</c> results.</summary>
    public double ToDouble() => _kind switch
    {
        NativeTypeKind.F64 => BitConverter.Int64BitsToDouble(_bits),
        NativeTypeKind.F32 => BitConverter.Int32BitsToSingle((int)_bits),
        _ => throw Wrong("a floating-point number"),
    };

    /// <summary>The result as a pointer of the library that returned it.</summary>
    public ForeignPointer ToPointer() => _kind == NativeTypeKind.Pointer
        ? new ForeignPointer((nint)_bits, (LibraryGeneration)_reference!)
        : throw Wrong("a pointer");

    /// <summary>The result as text; null where native code returned a null pointer. Of C string results only.</summary>
    public string? ToText() => _kind == NativeTypeKind.CString ? (string?)_reference : throw Wrong("a C string");

    /// <summary>The result in words: numbers in invariant culture, text as it is, pointers without their address.</summary>
    public override string ToString() => _kind switch
    {
        NativeTypeKind.Void => "void",
        NativeTypeKind.Bool => ToBoolean() ? "true" : "false",
        NativeTypeKind.F32 => ToSingle().ToString(CultureInfo.InvariantCulture),
        NativeTypeKind.F64 => ToDouble().ToString(CultureInfo.InvariantCulture),
        NativeTypeKind.U64 => ((ulong)_bits).ToString(CultureInfo.InvariantCulture),
        NativeTypeKind.Pointer => ToPointer().ToString(),
        NativeTypeKind.CString => ToText() ?? "null",
        _ => _bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public bool Equals(NativeValue other) => _kind == other._kind && _bits == other._bits && Equals(_reference, other._reference);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NativeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_kind, _bits, _reference);

    /// <summary>Whether both are of the same kind and hold the same value.</summary>
    public static bool operator ==(NativeValue left, NativeValue right) => left.Equals(right);

    /// <summary>Whether the kinds or the values differ.</summary>
    public static bool operator !=(NativeValue left, NativeValue right) => !left.Equals(right);

    private InvalidCastException Wrong(string wanted) =>
        new($"The native result is declared as {_kind} and cannot be read as {wanted}. Use the conversion that fits the declaration.");
}
