using System.Buffers.Binary;
using System.Runtime.InteropServices;

using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Structs;

/// <summary>Both formats of <c>long double</c> against the compiler's own conversions, those of the other platform included.</summary>
public sealed class LongDoubleTests
{
    private const int Count = 20_000;

    private const string Source = """
        #include <string.h>
        #ifdef __x86_64__
        typedef __float128 quadruple;
        #else
        typedef long double quadruple;
        #endif
        void write_quadruple(void *to, double v) { quadruple q = v; memcpy(to, &q, sizeof q); }
        double read_quadruple(const void *from) { quadruple q; memcpy(&q, from, sizeof q); return (double)q; }
        void write_own(void *to, double v) { long double l = v; memset(to, 0, 16); memcpy(to, &l, sizeof l); }
        double read_own(const void *from) { long double l; memcpy(&l, from, sizeof l); return (double)l; }
        """;

    private delegate void Writes(ref byte to, double value);

    private delegate double Reads(ref byte from);

    [Fact]
    public void Quadruple_OfAnyDouble_IsThatOfTheCompilerAndComesBack() => CheckWritten("write_quadruple", LongDouble.WriteQuadruple, LongDouble.ReadQuadruple, bytes: 16);

    [Fact]
    public void Own_OfAnyDouble_IsThatOfTheCompilerAndComesBack() => CheckWritten("write_own", LongDouble.Write, LongDouble.Read, LongDouble.Bytes);

    [Fact]
    public void Quadruple_OfAnyBits_IsRoundedAsTheCompilerDoes() => CheckRead("read_quadruple", LongDouble.ReadQuadruple, static (bytes, random) =>
    {
        random.NextBytes(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), Top(random));
    });

    [Fact]
    public void Own_OfAnyBits_IsRoundedAsTheCompilerDoes() => CheckRead("read_own", LongDouble.Read, static (bytes, random) =>
    {
        random.NextBytes(bytes);
        int top = LongDouble.Bytes - sizeof(ushort);
        bytes[7] |= LongDouble.Bytes == 16 ? (byte)0 : (byte)0x80; // Without its leading bit it would be no number of today's processors.
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(top), Top(random));
        bytes.AsSpan(0, random.Next(2) * 6).Clear(); // So that many lie halfway between two doubles.
    });

    private delegate void Write(Span<byte> to, double value);

    private delegate double Read(ReadOnlySpan<byte> from);

    private static void CheckWritten(string function, Write write, Read read, int bytes)
    {
        Writes compiler = Function<Writes>(function);
        Random random = GeneratedSeed.Begin();
        byte[] ours = new byte[16];
        byte[] theirs = new byte[16];
        foreach (double value in (double[])[0, -0.0, 1, -2.5, double.Epsilon, -double.Epsilon * 3, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity,
            .. Enumerable.Range(0, Count).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(static value => !double.IsNaN(value))])
        {
            compiler(ref theirs[0], value);
            write(ours, value);
            Assert.True(theirs.AsSpan(0, bytes).SequenceEqual(ours.AsSpan(0, bytes)), $"{value:R} is {Convert.ToHexString(theirs)} and not {Convert.ToHexString(ours)}. {GeneratedSeed.Hint}");
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read(ours)));
        }

        write(ours, double.NaN);
        Assert.True(double.IsNaN(read(ours)));
    }

    private static void CheckRead(string function, Read read, Action<byte[], Random> fill)
    {
        Reads compiler = Function<Reads>(function);
        Random random = GeneratedSeed.Begin();
        byte[] bytes = new byte[16];
        for (int i = 0; i < Count; i++)
        {
            fill(bytes, random);
            double theirs = compiler(ref bytes[0]);
            double ours = read(bytes);
            Assert.True(
                BitConverter.DoubleToInt64Bits(theirs) == BitConverter.DoubleToInt64Bits(ours) || (double.IsNaN(theirs) && double.IsNaN(ours)),
                $"{Convert.ToHexString(bytes)} is {theirs:R} and not {ours:R}. {GeneratedSeed.Hint}");
        }
    }

    // Exponents around those of doubles, their smallest and largest above all.
    private static ushort Top(Random random) => (ushort)(random.Next(2) << 15 | random.Next(6) switch
    {
        0 => 0x7FFF,
        1 => 0,
        2 => 0x3FFF - 1023 + random.Next(-70, 10),
        3 => 0x3FFF + 1023 + random.Next(-5, 5),
        _ => 0x3FFF + random.Next(-1100, 1100),
    });

    private static T Function<T>(string name)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(NativeLibrary.Load(CCompiler.Compile("long_doubles", Source, "-w")), name));
}
