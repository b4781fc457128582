namespace ActorFfi.Host.Tests.Arguments;

public sealed class ScalarTextTests
{
    [Theory]
    [InlineData("i8", "-128", "-128")]
    [InlineData("i8", "-0x80", "-128")]
    [InlineData("u8", "0xFF", "255")]
    [InlineData("u16", "00000000000000000000000000065535", "65535")]
    [InlineData("i64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("u64", "0xffffffffffffffff", "18446744073709551615")]
    [InlineData("usize", "18446744073709551615", "18446744073709551615")]
    [InlineData("i32", "-0", "0")]
    [InlineData("f64", "0.1", "0.1")]
    [InlineData("f32", "16777217", "16777216")]
    [InlineData("f64", "inf", "Infinity")]
    [InlineData("f64", "-inf", "-Infinity")]
    [InlineData("f32", "nan", "NaN")]
    [InlineData("f64", "-1e-5", "-1E-05")]
    [InlineData("f32", "1.00000017881393432617187499", "1.0000001")]
    [InlineData("bool", "true", "true")]
    public void Text_OfAFittingValue_IsReadExactly(string type, string text, string expected)
    {
        Assert.Null(ScalarText.Read(ScalarKinds.Find(type)!.Value, text, out ScalarValue value));
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData("i8", "128", "between -128 and 127")]
    [InlineData("i8", "-129", "between -128 and 127")]
    [InlineData("u8", "0x100", "between 0 and 255")]
    [InlineData("u64", "-1", "between 0")]
    [InlineData("u64", "0x10000000000000000", "between 0")]
    [InlineData("i64", "0xffffffffffffffffffffffff", "between")]
    [InlineData("i32", "", "whole number")]
    [InlineData("i32", "-", "whole number")]
    [InlineData("i32", "0x", "whole number")]
    [InlineData("i32", "--1", "whole number")]
    [InlineData("i32", "+1", "whole number")]
    [InlineData("i32", " 1", "whole number")]
    [InlineData("i32", "1,000", "whole number")]
    [InlineData("i32", "0x-1", "whole number")]
    [InlineData("i32", "\u0661", "whole number")]
    [InlineData("f64", "1,5", "must be a number")]
    [InlineData("f64", "", "must be a number")]
    [InlineData("f64", "0x1", "must be a number")]
    [InlineData("f64", "-1e999", "beyond the range of f64")]
    [InlineData("f32", "3.5e38", "beyond the range of f32")]
    [InlineData("bool", "True", "true or false")]
    [InlineData("bool", "1", "true or false")]
    public void Text_OfAnythingElse_IsRefusedWithTheReason(string type, string text, string reason)
    {
        string? fault = ScalarText.Read(ScalarKinds.Find(type)!.Value, text, out _);

        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfAnyLength_IsShownInPart()
    {
        string? fault = ScalarText.Read(NativeTypeKind.I32, new string('9', 10_000), out _);

        Assert.True(fault!.Length < 200);
    }
}
