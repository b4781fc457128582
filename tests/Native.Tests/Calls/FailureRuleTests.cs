namespace ActorFfi.Native.Tests.Calls;

public sealed class FailureRuleTests
{
    [Theory]
    [InlineData("result == 0", "int f(void)", 0, 0, true)]
    [InlineData("result == 0", "int f(void)", 1, 0, false)]
    [InlineData("result != 0", "int f(void)", -1, 0, true)]
    [InlineData("result != 0", "int f(void)", 0, 9, false)]
    [InlineData("result < 0", "int f(void)", -1, 0, true)]
    [InlineData("result < 0", "int f(void)", 0, 0, false)]
    [InlineData("result <= -5", "int f(void)", -5, 0, true)]
    [InlineData("result <= -5", "int f(void)", -4, 0, false)]
    [InlineData("result > 0x10", "int f(void)", 17, 0, true)]
    [InlineData("result > 0x10", "int f(void)", 16, 0, false)]
    [InlineData("  result>=3  ", "int f(void)", 3, 0, true)]
    [InlineData("result >= 3", "int f(void)", 2, 0, false)]
    [InlineData("result == -1 && errno != 0", "int f(void)", -1, 4, true)]
    [InlineData("result == -1 && errno != 0", "int f(void)", -1, 0, false)]
    [InlineData("result == -1&&errno!=0", "int f(void)", 0, 4, false)]
    [InlineData("result == 18446744073709551615", "uint64_t f(void)", -1, 0, true)]
    [InlineData("result == 0xFFFFFFFFFFFFFFFF", "uint64_t f(void)", -1, 0, true)]
    [InlineData("result > 9223372036854775807", "uint64_t f(void)", long.MinValue, 0, true)]
    [InlineData("result < -0x1", "int64_t f(void)", -2, 0, true)]
    [InlineData("result == 0", "bool f(void)", 0, 0, true)]
    [InlineData("result == 1", "bool f(void)", 0, 0, false)]
    public void Rule_OverAnInteger_HoldsOrNot(string rule, string prototype, long result, int errno, bool fails)
    {
        NativeType type = CPrototype.Parse(prototype).Signature.Result;

        Assert.Equal(fails, FailureRuleParser.Parse(rule, type).Matches(NativeValue.OfBits(type.Kind, result), errno));
    }

    [Theory]
    [InlineData("result < 0.5", 0.25, true)]
    [InlineData("result < 0.5", 0.5, false)]
    [InlineData("result == -1", -1.0, true)]
    [InlineData("result >= 1e3", 1000.0, true)]
    [InlineData("result == 0", double.NaN, false)]
    [InlineData("result != 0", double.NaN, true)]
    public void Rule_OverAFloat_HoldsOrNot(string rule, double result, bool fails)
    {
        NativeType type = CPrototype.Parse("double f(void)").Signature.Result;

        Assert.Equal(fails, FailureRuleParser.Parse(rule, type).Matches(NativeValue.OfBits(type.Kind, BitConverter.DoubleToInt64Bits(result)), 0));
    }

    [Theory]
    [InlineData("result == null", true)]
    [InlineData("result == NULL", true)]
    [InlineData("result != null", false)]
    public void Rule_OverNull_HoldsOrNot(string rule, bool failsOnNull)
    {
        FailureRule pointer = FailureRuleParser.Parse(rule, CPrototype.Parse("void *f(void)").Signature.Result);
        FailureRule text = FailureRuleParser.Parse(rule, CPrototype.Parse("const char *f(void)").Signature.Result);

        Assert.Equal(failsOnNull, pointer.Matches(NativeValue.OfPointer(0, FixtureCalls.Generation), 0));
        Assert.Equal(!failsOnNull, pointer.Matches(NativeValue.OfPointer(8, FixtureCalls.Generation), 0));
        Assert.Equal(failsOnNull, text.Matches(NativeValue.OfText(null), 0));
        Assert.Equal(!failsOnNull, text.Matches(NativeValue.OfText(""), 0));
    }

    [Fact]
    public void Rule_ThatLooksAtErrno_SaysSo()
    {
        NativeType type = CPrototype.Parse("int f(void)").Signature.Result;

        Assert.True(FailureRuleParser.Parse("result < 0 && errno != 0", type).NeedsErrno);
        Assert.False(FailureRuleParser.Parse("result < 0", type).NeedsErrno);
    }

    [Theory]
    [InlineData("", "int f(void)", "is not a failure rule")]
    [InlineData("result", "int f(void)", "is not a failure rule")]
    [InlineData("result = 0", "int f(void)", "is not a failure rule")]
    [InlineData("value == 0", "int f(void)", "is not a failure rule")]
    [InlineData("Result == 0", "int f(void)", "is not a failure rule")]
    [InlineData("result == zero", "int f(void)", "is not a failure rule")]
    [InlineData("result == 0 && errno == 0", "int f(void)", "is not a failure rule")]
    [InlineData("result == 0 || errno != 0", "int f(void)", "is not a failure rule")]
    [InlineData("result == 0x", "int f(void)", "is not a failure rule")]
    [InlineData("result == 1.2.3", "double f(void)", "is not a constant of the result's type")]
    [InlineData("result == 1e999", "double f(void)", "is not a constant of the result's type")]
    [InlineData("result == 0.5", "int f(void)", "is not a constant of the result's type 'int'")]
    [InlineData("result == null", "int f(void)", "needs == or != and a pointer or string result")]
    [InlineData("result < null", "void *f(void)", "needs == or != and a pointer or string result")]
    [InlineData("result == 0", "void *f(void)", "Pointers are compared with null")]
    [InlineData("result == 0", "void f(void)", "but the result is 'void'")]
    [InlineData("result == -1", "unsigned f(void)", "between 0 and 4294967295")]
    [InlineData("result == 0xFFFFFFFF", "int f(void)", "between -2147483648 and 2147483647")]
    [InlineData("result == 2", "bool f(void)", "between 0 and 1")]
    public void Rule_ThatIsWrong_IsRefusedWithTheReason(string rule, string prototype, string reason)
    {
        FormatException error = Assert.Throws<FormatException>(() => FailureRuleParser.Parse(rule, CPrototype.Parse(prototype).Signature.Result));

        Assert.Contains($"'{rule}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
