using System.Globalization;

namespace ActorFfi;

/// <summary>The result of a native function, exactly as native code returned it.</summary>
/// <remarks>
/// Conversions are exact or fail: a value that does not fit raises <see cref="OverflowException"/>, a value of another kind
/// <see cref="InvalidCastException"/>. C strings are copies; pointers belong to the library that returned them.
/// </remarks>
public readonly struct NativeValue : IEquatable<NativeValue>
{
    // Two words, so that values are returned in registers: null is void, a string is text, a generation is a pointer's,
    // and a tag names the kind of everything else.
    private readonly object? _source;
    private readonly long _bits;

    private NativeValue(object? source, long bits)
    {
        _source = source;
        _bits = bits;
    }

    /// <summary>The kind of the declared result.</summary>
    public NativeTypeKind Kind => _source switch
    {
        ValueTag tag => tag.Kind,
        null => NativeTypeKind.Void,
        string => NativeTypeKind.CString,
        FunctionBinding => NativeTypeKind.Function,
        NativeStruct value => value.Type.Kind,
        _ => NativeTypeKind.Pointer,
    };

    /// <summary>Whether the result is a null pointer or a null C string.</summary>
    public bool IsNull => Kind switch
    {
        NativeTypeKind.Pointer or NativeTypeKind.Function => _bits == 0,
        NativeTypeKind.CString => _source is not string,
        _ => false,
    };

    internal static NativeValue OfBits(NativeTypeKind kind, long bits) => new(ValueTag.Of(kind), bits);

    internal static NativeValue OfNumber(ValueTag tag, long bits) => new(tag, bits);

    internal static NativeValue OfPointer(nint address, LibraryGeneration generation) => new(generation, address);

    internal static NativeValue OfFunction(nint address, FunctionBinding binding) => new(binding, address);

    internal static NativeValue OfStruct(NativeStruct value) => new(value, 0);

    internal static NativeValue OfText(string? text) => new((object?)text ?? ValueTag.Of(NativeTypeKind.CString), 0);

    /// <summary>The result as a bool; of C <c>bool</c> results only.</summary>
    public bool ToBoolean() => Kind == NativeTypeKind.Bool ? _bits != 0 : throw Wrong("a bool");

    /// <summary>The result as a signed 8-bit integer.</summary>
    public sbyte ToSByte() => checked((sbyte)ToInt64());

    /// <summary>The result as an unsigned 8-bit integer.</summary>
    public byte ToByte() => checked((byte)ToUInt64());

    /// <summary>The result as a signed 16-bit integer.</summary>
    public short ToInt16() => checked((short)ToInt64());

    /// <summary>The result as an unsigned 16-bit integer.</summary>
    public ushort ToUInt16() => checked((ushort)ToUInt64());

    /// <summary>The result as a signed 32-bit integer.</summary>
    public int ToInt32() => checked((int)ToInt64());

    /// <summary>The result as an unsigned 32-bit integer.</summary>
    public uint ToUInt32() => checked((uint)ToUInt64());

    /// <summary>The result as a signed 64-bit integer.</summary>
    public long ToInt64() => Kind switch
    {
        NativeTypeKind.U64 => checked((long)(ulong)_bits),
        >= NativeTypeKind.U8 and <= NativeTypeKind.I64 => _bits,
        _ => throw Wrong("an integer"),
    };

    /// <summary>The result as an unsigned 64-bit integer.</summary>
    public ulong ToUInt64() => Kind switch
    {
        NativeTypeKind.U64 => (ulong)_bits,
        >= NativeTypeKind.U8 and <= NativeTypeKind.I64 => checked((ulong)_bits),
        _ => throw Wrong("an integer"),
    };

    /// <summary>The result as a 32-bit float; of <c>float</c> results only.</summary>
    public float ToSingle() => Kind == NativeTypeKind.F32 ? BitConverter.Int32BitsToSingle((int)_bits) : throw Wrong("a float");

    /// <summary>The result as a 64-bit float; of <c>float</c>, <c>double</c> and, rounded to it, <c>long double</c> results.</summary>
    public double ToDouble() => Kind switch
    {
        NativeTypeKind.F64 or NativeTypeKind.LongDouble => BitConverter.Int64BitsToDouble(_bits),
        NativeTypeKind.F32 => BitConverter.Int32BitsToSingle((int)_bits),
        _ => throw Wrong("a floating-point number"),
    };

    /// <summary>The result as a pointer of the library that returned it.</summary>
    public ForeignPointer ToPointer() => Kind switch
    {
        NativeTypeKind.Pointer => new ForeignPointer((nint)_bits, (LibraryGeneration)_source!),
        NativeTypeKind.Function => new ForeignPointer((nint)_bits, ((FunctionBinding)_source!).Generation),
        _ => throw Wrong("a pointer"),
    };

    /// <summary>The result as a function of the library that returned it; null where native code returned a null pointer. Of function pointer results only.</summary>
    /// <exception cref="InvalidOperationException">The declaration gives the function no signature.</exception>
    public ForeignFunction? ToFunction() => Kind == NativeTypeKind.Function
        ? ((FunctionBinding)_source!).FunctionAt((nint)_bits)
        : throw Wrong("a function");

    /// <summary>The result as a struct with memory of its own; of struct and union results only.</summary>
    public NativeStruct ToStruct() => _source as NativeStruct ?? throw Wrong("a struct");

    /// <summary>The result as text; null where native code returned a null pointer. Of C string results only.</summary>
    public string? ToText() => Kind == NativeTypeKind.CString ? _source as string : throw Wrong("a C string");

    /// <summary>The result in words: numbers in invariant culture, text as it is, pointers without their address.</summary>
    public override string ToString() => Kind switch
    {
        NativeTypeKind.Void => "void",
        NativeTypeKind.Bool => ToBoolean() ? "true" : "false",
        NativeTypeKind.F32 => ToSingle().ToString(CultureInfo.InvariantCulture),
        NativeTypeKind.F64 or NativeTypeKind.LongDouble => ToDouble().ToString(CultureInfo.InvariantCulture),
        NativeTypeKind.U64 => ((ulong)_bits).ToString(CultureInfo.InvariantCulture),
        NativeTypeKind.Pointer => ToPointer().ToString(),
        NativeTypeKind.Function => IsNull ? "null" : $"{nameof(ForeignFunction)}({((FunctionBinding)_source!).Generation.Library})",
        NativeTypeKind.Struct or NativeTypeKind.Union => ToStruct().ToString(),
        NativeTypeKind.CString => ToText() ?? "null",
        _ => _bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Whether both are of the same kind and hold the same value; structs are the same only where they are one object.</summary>
    public bool Equals(NativeValue other) => _bits == other._bits && Equals(_source, other._source);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NativeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_bits, _source);

    /// <summary>Whether both are of the same kind and hold the same value.</summary>
    public static bool operator ==(NativeValue left, NativeValue right) => left.Equals(right);

    /// <summary>Whether the kinds or the values differ.</summary>
    public static bool operator !=(NativeValue left, NativeValue right) => !left.Equals(right);

    private InvalidCastException Wrong(string wanted) =>
        new($"The native result is declared as {Kind} and cannot be read as {wanted}. Use the conversion that fits the declaration.");
}
