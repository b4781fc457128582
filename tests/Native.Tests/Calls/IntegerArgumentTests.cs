using System.Globalization;

namespace ActorFfi.Native.Tests.Calls;

public sealed class IntegerArgumentTests
{
    public static TheoryData<string, string, string> Ranges => new()
    {
        { "uint8_t echo_u8(uint8_t v)", "0", "255" },
        { "int8_t echo_i8(int8_t v)", "-128", "127" },
        { "uint16_t echo_u16(uint16_t v)", "0", "65535" },
        { "int16_t echo_i16(int16_t v)", "-32768", "32767" },
        { "uint32_t echo_u32(uint32_t v)", "0", "4294967295" },
        { "int32_t echo_i32(int32_t v)", "-2147483648", "2147483647" },
        { "uint64_t echo_u64(uint64_t v)", "0", "18446744073709551615" },
        { "int64_t echo_i64(int64_t v)", "-9223372036854775808", "9223372036854775807" },
        { "size_t echo_u64(size_t v)", "0", "18446744073709551615" },
        { "long echo_i64(long v)", "-9223372036854775808", "9223372036854775807" },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Integer_AtItsBoundaries_IsPassedExactlyFromEverySourceType(string prototype, string minimum, string maximum)
    {
        NativeFunction echo = FixtureCalls.Function(prototype);
        Int128 least = Parse(minimum);
        Int128 most = Parse(maximum);
        foreach (Int128 value in new[] { least, least + 1, 0, 1, most / 2, most - 1, most })
        {
            foreach (NativeArgument argument in FormsOf(value))
            {
                Assert.Equal(value, IntegerOf(echo.Call(argument)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Integer_OutOfRangeByOne_IsRefusedFromEverySourceType(string prototype, string minimum, string maximum)
    {
        NativeFunction echo = FixtureCalls.Function(prototype);
        foreach (Int128 value in new[] { Parse(minimum) - 1, Parse(maximum) + 1, long.MinValue, ulong.MaxValue })
        {
            if (value >= Parse(minimum) && value <= Parse(maximum))
            {
                continue;
            }

            foreach (NativeArgument argument in FormsOf(value))
            {
                string message = echo.Refused("v", argument).Message;
                Assert.Contains($"between {minimum} and {maximum}", message, StringComparison.Ordinal);
                Assert.Contains($"is {value.ToString(CultureInfo.InvariantCulture)}.", message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Integer_AmongManyParameters_IsRefusedByTheNameOfItsOwn()
    {
        NativeFunction mix = FixtureCalls.Function("double mix(int8_t a, float b, uint16_t c, double d, int64_t e, float f, uint8_t g, double h, int32_t i, int64_t j, double k, float l)");

        mix.Refused("g", 1, 1f, 1, 1.0, 1, 1f, 256, 1.0, 1, 1, 1.0, 1f);
        mix.Refused("a", 128, 1f, 1, 1.0, 1, 1f, 256, 1.0, 1, 1, 1.0, 1f);
    }

    private static Int128 Parse(string text) => Int128.Parse(text, CultureInfo.InvariantCulture);

    private static Int128 IntegerOf(NativeValue value) => value.Kind == NativeTypeKind.U64 ? value.ToUInt64() : value.ToInt64();

    /// <summary>The value in each type of C# that holds it.</summary>
    private static IEnumerable<NativeArgument> FormsOf(Int128 value)
    {
        if (value >= sbyte.MinValue && value <= sbyte.MaxValue)
        {
            yield return (sbyte)value;
        }

        if (value >= 0 && value <= byte.MaxValue)
        {
            yield return (byte)value;
        }

        if (value >= short.MinValue && value <= short.MaxValue)
        {
            yield return (short)value;
        }

        if (value >= 0 && value <= ushort.MaxValue)
        {
            yield return (ushort)value;
        }

        if (value >= int.MinValue && value <= int.MaxValue)
        {
            yield return (int)value;
        }

        if (value >= 0 && value <= uint.MaxValue)
        {
            yield return (uint)value;
        }

        if (value >= long.MinValue && value <= long.MaxValue)
        {
            yield return (long)value;
            yield return (nint)(long)value;
        }

        if (value >= 0 && value <= ulong.MaxValue)
        {
            yield return (ulong)value;
            yield return (nuint)(ulong)value;
        }
    }
}
