using System.Buffers.Binary;

namespace ActorFfi;

/// <summary>Converts between double and the 80-bit format that x86-64 has for <c>long double</c>.</summary>
/// <remarks>Source: Intel 64 and IA-32 manual, volume 1, 4.2 and 4.8; the leading bit of the significand is explicit.</remarks>
internal static class LongDouble
{
    /// <summary>How many of the sixteen bytes carry the value.</summary>
    public const int Bytes = 10;

    private const int ExponentBias = 16383;
    private const int DoubleBias = 1023;
    private const int Special = 0x7FFF;
    private const ulong LeadingBit = 1UL << 63;

    /// <summary>Writes a double, which every 80-bit number of its value represents exactly.</summary>
    public static void Write(Span<byte> destination, double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        ulong significand = bits << 11 & ~LeadingBit;
        int sign = (int)(bits >> 63) << 15;
        (int e, ulong s) = exponent switch
        {
            0x7FF => (Special, significand | LeadingBit),
            0 when significand == 0 => (0, 0UL),
            0 => Normalized(significand),
            _ => (exponent - DoubleBias + ExponentBias, significand | LeadingBit),
        };
        BinaryPrimitives.WriteUInt64LittleEndian(destination, s);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[8..], (ushort)(sign | e));
        destination[Bytes..].Clear();
    }

    /// <summary>Reads a number and rounds it to the nearest double, ties to even.</summary>
    public static double Read(ReadOnlySpan<byte> source)
    {
        ulong significand = BinaryPrimitives.ReadUInt64LittleEndian(source);
        ushort top = BinaryPrimitives.ReadUInt16LittleEndian(source[8..]);
        int exponent = top & Special;
        double magnitude = exponent == Special
            ? significand << 1 == 0 ? double.PositiveInfinity : NaN(significand)
            : Rounded(significand, exponent - ExponentBias - 63);
        return (top & 0x8000) == 0 ? magnitude : -magnitude;
    }

    // A double's subnormal is a normal number here.
    private static (int Exponent, ulong Significand) Normalized(ulong significand)
    {
        int shift = System.Numerics.BitOperations.LeadingZeroCount(significand);
        return (ExponentBias - DoubleBias + 1 - shift, significand << shift);
    }

    private static double NaN(ulong significand) =>
        BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000 | (significand >> 11 & 0x000F_FFFF_FFFF_FFFF));

    // significand * 2^scale, with as many bits dropped as the exponent leaves no room for.
    private static double Rounded(ulong significand, int scale)
    {
        if (significand == 0)
        {
            return 0;
        }

        int drop = Math.Max(64 - System.Numerics.BitOperations.LeadingZeroCount(significand) - 53, -1074 - scale);
        if (drop <= 0)
        {
            return Math.ScaleB(significand, scale);
        }

        if (drop > 64)
        {
            return 0;
        }

        UInt128 wide = significand;
        UInt128 half = UInt128.One << (drop - 1);
        UInt128 kept = wide >> drop;
        UInt128 rest = wide & ((half << 1) - 1);
        kept += rest > half || (rest == half && (kept & 1) == 1) ? 1u : 0u;
        return Math.ScaleB((double)(ulong)kept, scale + drop);
    }
}
