using System.Globalization;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>A number or a bool of a declared type, on its way from or to a caller outside the process.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Bits">The integer, 0 or 1, or the bits of the float.</param>
internal readonly record struct ScalarValue(NativeTypeKind Kind, long Bits)
{
    /// <summary>The number as an argument of a call.</summary>
    public NativeArgument ToArgument() => Kind switch
    {
        NativeTypeKind.Bool => Bits != 0,
        NativeTypeKind.U64 => unchecked((ulong)Bits),
        NativeTypeKind.F32 => AsSingle(),
        NativeTypeKind.F64 => AsDouble(),
        _ => Bits,
    };

    /// <summary>A buffer that holds the value as native code lays it out; the caller owns it.</summary>
    public OwnedBuffer ToBuffer(LibraryRef library)
    {
        OwnedBuffer buffer = library.Allocate(ScalarKinds.SizeOf(Kind));
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        long bits = Bits;
        MemoryMarshal.Write(bytes, in bits);
        buffer.CopyFrom(bytes[..(int)buffer.Length]); // Only little-endian platforms are supported.
        return buffer;
    }

    /// <summary>The value at the start of a buffer.</summary>
    public static ScalarValue ReadFrom(OwnedBuffer buffer, NativeTypeKind kind) => new(kind, kind switch
    {
        NativeTypeKind.Bool => buffer.Read<byte>() == 0 ? 0 : 1,
        NativeTypeKind.U8 => buffer.Read<byte>(),
        NativeTypeKind.I8 => buffer.Read<sbyte>(),
        NativeTypeKind.U16 => buffer.Read<ushort>(),
        NativeTypeKind.I16 => buffer.Read<short>(),
        NativeTypeKind.U32 => buffer.Read<uint>(),
        NativeTypeKind.I32 or NativeTypeKind.F32 => buffer.Read<int>(),
        _ => buffer.Read<long>(),
    });

    /// <summary>The value of a result whose kind is that of a scalar.</summary>
    public static ScalarValue Of(in NativeValue value) => new(value.Kind, value.Kind switch
    {
        NativeTypeKind.Bool => value.ToBoolean() ? 1 : 0,
        NativeTypeKind.U64 => unchecked((long)value.ToUInt64()),
        NativeTypeKind.F32 => BitConverter.SingleToInt32Bits(value.ToSingle()),
        NativeTypeKind.F64 => BitConverter.DoubleToInt64Bits(value.ToDouble()),
        _ => value.ToInt64(),
    });

    public float AsSingle() => BitConverter.Int32BitsToSingle((int)Bits);

    public double AsDouble() => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>The value as text that <see cref="ScalarText"/> reads back exactly.</summary>
    public override string ToString() => Kind switch
    {
        NativeTypeKind.Bool => Bits != 0 ? "true" : "false",
        NativeTypeKind.U64 => unchecked((ulong)Bits).ToString(CultureInfo.InvariantCulture),
        NativeTypeKind.F32 => AsSingle().ToString(CultureInfo.InvariantCulture),
        NativeTypeKind.F64 => AsDouble().ToString(CultureInfo.InvariantCulture),
        _ => Bits.ToString(CultureInfo.InvariantCulture),
    };
}
