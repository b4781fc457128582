namespace ActorFfi.Native.Tests.Calls;

public sealed class FloatArgumentTests
{
    private static readonly NativeFunction _single = FixtureCalls.Function("float echo_f32(float v)");
    private static readonly NativeFunction _double = FixtureCalls.Function("double echo_f64(double v)");

    [Theory]
    [InlineData(0x00000000)] // 0
    [InlineData(unchecked((int)0x80000000))] // -0
    [InlineData(0x00000001)] // the smallest subnormal
    [InlineData(0x7F7FFFFF)] // the largest
    [InlineData(0x7F800000)] // infinity
    [InlineData(unchecked((int)0xFF800000))]
    [InlineData(0x7FC00000)] // NaN
    [InlineData(unchecked((int)0xFFC12345))] // NaN with a payload
    [InlineData(0x7F812345)] // signalling NaN
    public void Single_OfAnyBits_KeepsThem(int bits) =>
        Assert.Equal(bits, BitConverter.SingleToInt32Bits(_single.Call(BitConverter.Int32BitsToSingle(bits)).ToSingle()));

    [Theory]
    [InlineData(0x0000000000000000)]
    [InlineData(unchecked((long)0x8000000000000000))]
    [InlineData(0x0000000000000001)]
    [InlineData(0x7FEFFFFFFFFFFFFF)]
    [InlineData(0x7FF0000000000000)]
    [InlineData(unchecked((long)0xFFF0000000000000))]
    [InlineData(0x7FF8000000000000)]
    [InlineData(unchecked((long)0xFFF8123456789ABC))]
    [InlineData(0x7FF0123456789ABC)]
    public void Double_OfAnyBits_KeepsThem(long bits) =>
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(_double.Call(BitConverter.Int64BitsToDouble(bits)).ToDouble()));

    [Fact]
    public void Single_ForADouble_IsWidened() => Assert.Equal((double)0.1f, _double.Call(0.1f).ToDouble());

    [Fact]
    public void Double_ForASingle_IsRounded() => Assert.Equal(0.1f, _single.Call(0.1).ToSingle());

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.NaN)]
    public void Double_ThatIsNotFinite_PassesAsASingle(double value) => Assert.Equal((float)value, _single.Call(value).ToSingle());

    [Theory]
    [InlineData(1e39)]
    [InlineData(-1e39)]
    [InlineData(double.MaxValue)]
    public void Double_TooLargeForASingle_IsRefused(double value) => _single.Refused("v", value);

    [Theory]
    [InlineData(1L << 53)]
    [InlineData(-(1L << 53))]
    [InlineData(0L)]
    public void Integer_ThatADoubleHolds_IsConverted(long value)
    {
        Assert.Equal(value, _double.Call(value).ToDouble());
        Assert.Equal(value, value < 0 ? value : _double.Call((ulong)value).ToDouble());
    }

    [Fact]
    public void Integer_ThatADoubleMayNotHold_IsRefused()
    {
        _double.Refused("v", (1L << 53) + 1);
        _double.Refused("v", -(1L << 53) - 1);
        _double.Refused("v", (1UL << 53) + 1);
        _double.Refused("v", ulong.MaxValue);
    }

    [Fact]
    public void Integer_ForASingle_IsConvertedWhereItIsExact()
    {
        Assert.Equal(1 << 24, _single.Call(1 << 24).ToSingle());
        Assert.Equal(-(1 << 24), _single.Call(-(1 << 24)).ToSingle());
        Assert.Equal(1 << 24, _single.Call(1UL << 24).ToSingle());
        _single.Refused("v", (1 << 24) + 1);
        _single.Refused("v", -(1 << 24) - 1);
        _single.Refused("v", ulong.MaxValue);
    }
}
