using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Converts between double and what the platform has for <c>long double</c>: 80 bits on x86-64, 128 bits on arm64.</summary>
/// <remarks>
/// Sources: Intel 64 and IA-32 manual, volume 1, 4.2 and 4.8, where the leading bit of the significand is explicit; IEEE 754 binary128,
/// where it is not. The exponents of both are alike.
/// </remarks>
internal static class LongDouble
{
    private const int ExtendedBytes = 10;
    private const int QuadrupleFraction = 112;

    private const int ExponentBias = 16383;
    private const int DoubleBias = 1023;
    private const int Special = 0x7FFF;
    private const ulong LeadingBit = 1UL << 63;

    private static readonly bool _isQuadruple = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>How many of the sixteen bytes carry the value.</summary>
    public static int Bytes => _isQuadruple ? 16 : ExtendedBytes;

    /// <summary>Writes a double exactly.</summary>
    public static void Write(Span<byte> destination, double value)
    {
        if (_isQuadruple)
        {
            WriteQuadruple(destination, value);
        }
        else
        {
            WriteExtended(destination, value);
        }
    }

    /// <summary>Reads a number and rounds it to the nearest double, ties to even.</summary>
    public static double Read(ReadOnlySpan<byte> source) => _isQuadruple ? ReadQuadruple(source) : ReadExtended(source);

    /// <summary>Writes the 80 bits of x86-64.</summary>
    internal static void WriteExtended(Span<byte> destination, double value)
    {
        (ushort top, ulong significand) = Parts(value);
        BinaryPrimitives.WriteUInt64LittleEndian(destination, significand);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[8..], top);
        destination[ExtendedBytes..].Clear();
    }

    /// <summary>Writes the 128 bits of IEEE 754.</summary>
    internal static void WriteQuadruple(Span<byte> destination, double value)
    {
        (ushort top, ulong significand) = Parts(value);
        UInt128 fraction = (UInt128)(significand & ~LeadingBit) << (QuadrupleFraction - 63);
        BinaryPrimitives.WriteUInt128LittleEndian(destination, (UInt128)top << QuadrupleFraction | fraction);
    }

    // Sign and exponent, and the significand with its leading bit.
    private static (ushort Top, ulong Significand) Parts(double value)
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
        return ((ushort)(sign | e), s);
    }

    /// <summary>Reads the 128 bits of IEEE 754.</summary>
    internal static double ReadQuadruple(ReadOnlySpan<byte> source)
    {
        UInt128 bits = BinaryPrimitives.ReadUInt128LittleEndian(source);
        UInt128 fraction = bits & ((UInt128.One << QuadrupleFraction) - 1);
        int exponent = (int)(ushort)(bits >> QuadrupleFraction) & Special;
        double magnitude = exponent == Special
            ? fraction == 0 ? double.PositiveInfinity : NaN((ulong)(fraction >> (QuadrupleFraction - 63)))
            : Rounded(exponent == 0 ? fraction : fraction | UInt128.One << QuadrupleFraction, Math.Max(exponent, 1) - ExponentBias - QuadrupleFraction);
        return (bits >> 127) == 0 ? magnitude : -magnitude;
    }

    /// <summary>Reads the 80 bits of x86-64.</summary>
    internal static double ReadExtended(ReadOnlySpan<byte> source)
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
    private static double Rounded(UInt128 significand, int scale)
    {
        if (significand == 0)
        {
            return 0;
        }

        int bits = 128 - (int)UInt128.LeadingZeroCount(significand);
        int drop = Math.Max(bits - 53, -1074 - scale);
        if (drop <= 0)
        {
            return Math.ScaleB((double)(ulong)significand, scale);
        }

        if (drop > bits)
        {
            return 0;
        }

        UInt128 half = UInt128.One << (drop - 1);
        UInt128 kept = significand >> drop;
        UInt128 rest = significand & ((half << 1) - 1);
        kept += rest > half || (rest == half && (kept & 1) == 1) ? 1u : 0u;
        return Math.ScaleB((double)(ulong)kept, scale + drop);
    }
}
