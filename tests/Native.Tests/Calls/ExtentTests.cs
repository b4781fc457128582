namespace ActorFfi.Native.Tests.Calls;

public sealed class ExtentTests
{
    private const string Sum = "uint64_t sum_bytes(const uint8_t data[length], size_t length)";
    private static readonly NativeFunction _sum = FixtureCalls.Function(Sum);
    private static readonly NativeFunction _product = FixtureCalls.Function("int32_t product_bytes(uint8_t data[rows * columns * depth * 2], uint64_t rows, uint64_t columns, uint32_t depth)");
    private static readonly NativeFunction _indirect = FixtureCalls.Function("int32_t fill_up_to(uint8_t destination[*length], uint64_t *length, uint8_t value)");

    [Fact]
    public void Buffer_AsLongAsItsExtent_IsPassed()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3]);

        Assert.Equal(6UL, _sum.Call(buffer, 3).ToUInt64());
        Assert.Equal(3UL, _sum.Call(buffer, 2).ToUInt64());
        Assert.Equal(0UL, _sum.Call(buffer, 0).ToUInt64());
    }

    [Fact]
    public void Buffer_ShorterThanItsExtentByOne_IsRefused()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(3);

        Assert.Contains("at least 4 bytes by its declared extent but holds 3", _sum.Refused("data", buffer, 4).Message, StringComparison.Ordinal);
        _sum.Refused("data", new byte[3], 4);
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Slice_IsMeasuredByItsOwnLength()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3, 4]);

        Assert.Equal(5UL, _sum.Call(buffer[1..3], 2).ToUInt64());
        _sum.Refused("data", buffer[1..3], 3);
    }

    [Fact]
    public void Extent_ThatIsAProduct_CountsElementsOfTheirSize()
    {
        NativeFunction wide = FixtureCalls.Function("int32_t product_bytes(uint32_t data[rows * columns], uint64_t rows, uint64_t columns, uint32_t depth)");
        using OwnedBuffer exact = OwnedBuffer.Allocate(2 * 3 * 4);
        using OwnedBuffer slightlyShort = OwnedBuffer.Allocate((2 * 3 * 4) - 1);

        Assert.Equal(1, wide.Call(exact, 2, 3, 1).ToInt32());
        wide.Refused("data", slightlyShort, 2, 3, 1);
        Assert.Equal(1, _product.Call(exact, 2, 3, 2).ToInt32());
        _product.Refused("data", slightlyShort, 2, 3, 2);
    }

    [Theory]
    [InlineData(1UL << 62, 1UL << 62, 1u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, uint.MaxValue)]
    [InlineData(1UL << 31, 1UL << 31, 1u)]
    [InlineData(1UL << 32, 1UL << 30, 4u)]
    public void Extent_ThatOverflows_IsRefused(ulong rows, ulong columns, uint depth)
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8);

        _product.Refused("data", buffer, rows, columns, depth);
        _product.Refused("data", NativeArgument.Null, rows, columns, depth);
    }

    [Fact]
    public void Extent_WithAFactorOfZero_IsZero()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(0);

        Assert.Equal(0, _product.Call(buffer, ulong.MaxValue, ulong.MaxValue, 0).ToInt32());
        Assert.Equal(0, _product.Call(buffer, 0, ulong.MaxValue, uint.MaxValue).ToInt32());
    }

    [Fact]
    public void Null_IsPassedOnlyForAnExtentOfZero()
    {
        Assert.Equal(0UL, _sum.Call(NativeArgument.Null, 0).ToUInt64());
        Assert.Contains("is null", _sum.Refused("data", NativeArgument.Null, 1).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_ThatIsNegative_IsRefusedAndNothingRuns()
    {
        NativeFunction counted = FixtureCalls.Function("int32_t counted_bytes(uint32_t id, uint8_t data[length], int32_t length)");
        NativeFunction executions = FixtureCalls.Function("int32_t executions_of(uint32_t id)");
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8);

        Assert.Contains("is -1", counted.Refused("length", 4_000_001, buffer, -1).Message, StringComparison.Ordinal);
        counted.Refused("data", 4_000_001, buffer, 9);
        Assert.Equal(0, executions.Call(4_000_001).ToInt32());

        counted.Call(4_000_001, buffer, 8);
        Assert.Equal(1, executions.Call(4_000_001).ToInt32());
    }

    [Fact]
    public void Extent_BehindAPointer_IsReadBeforeTheCall()
    {
        using OwnedBuffer destination = OwnedBuffer.Allocate(8);
        using OwnedBuffer length = OwnedBuffer.Of(8UL);

        _indirect.Call(destination, length, 7);

        Assert.Equal(4UL, length.Read<ulong>());
        Assert.Equal(Enumerable.Repeat((byte)7, 8), destination.ToArray());
    }

    [Fact]
    public void Extent_BehindAPointer_IsCheckedLikeAnyOther()
    {
        using OwnedBuffer destination = OwnedBuffer.Allocate(8);
        using OwnedBuffer tooMuch = OwnedBuffer.Of(9UL);
        using OwnedBuffer tooShort = OwnedBuffer.Allocate(7);

        _indirect.Refused("destination", destination, tooMuch, 7);
        Assert.Contains("8 bytes", _indirect.Refused("length", destination, tooShort, 7).Message, StringComparison.Ordinal);
        _indirect.Refused("length", destination, NativeArgument.Null, 7);
        Assert.Equal((BufferState.Owned, BufferState.Owned, BufferState.Owned), (destination.State, tooMuch.State, tooShort.State));
        Assert.Equal(9UL, tooMuch.Read<ulong>());
    }

    [Fact]
    public void Extent_BehindASignedPointer_MustNotBeNegative()
    {
        NativeFunction signed = FixtureCalls.Function("int32_t fill_up_to(uint8_t destination[*length], int64_t *length, uint8_t value)");
        using OwnedBuffer destination = OwnedBuffer.Allocate(8);
        using OwnedBuffer length = OwnedBuffer.Of(-1L);

        signed.Refused("length", destination, length, 7);
    }

    [Fact]
    public void ForeignPointer_IsPassedOnNativeCodesWord()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3]);
        ForeignPointer pointer = FixtureCalls.Function("void *echo_pointer(void *v)").Call(buffer).ToPointer();

        Assert.Equal(6UL, _sum.Call(pointer, 3).ToUInt64());
    }

    [Theory]
    [InlineData("length + 1", 5ul, 6)]
    [InlineData("1 + length", 0ul, 1)]
    [InlineData("length - 1", 1ul, 0)]
    [InlineData("length - 1", 4ul, 3)]
    [InlineData("2 * length", 4ul, 8)]
    [InlineData("2 * (length + 1)", 4ul, 10)]
    [InlineData("(length + 7) / 8", 17ul, 3)]
    [InlineData("(length + 7) >> 3", 17ul, 3)]
    [InlineData("length << 2", 3ul, 12)]
    [InlineData("length % 4", 7ul, 3)]
    [InlineData("length - length % 4", 7ul, 4)]
    [InlineData("length - (length - 2)", 7ul, 2)]
    [InlineData("10 - length / 3 * 2", 9ul, 4)]
    [InlineData("length * (length + 1) / 2", 4ul, 10)]
    [InlineData("(size_t)length * sizeof(short)", 4ul, 8)]
    public void Extent_ThatIsAnExpression_IsComputed(string bound, ulong length, int bytes)
    {
        NativeFunction function = FixtureCalls.Function($"uint64_t sum_bytes(const uint8_t data[{bound}], size_t length)");
        using OwnedBuffer buffer = OwnedBuffer.Allocate(64);

        Assert.Equal(0UL, function.Call(buffer[..Math.Max(bytes, (int)length)], length).ToUInt64());
        if (bytes > 0)
        {
            Assert.Contains($"at least {bytes:N0} bytes", function.Refused("data", buffer[..(bytes - 1)], length).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("length - 1", 0ul, "-1 elements")]
    [InlineData("2 * (length - 3)", 1ul, "-4 elements")]
    [InlineData("8 / length", 0ul, "divides by zero in '8 / length'")]
    [InlineData("8 % length", 0ul, "divides by zero in '8 % length'")]
    [InlineData("1 << length", 63ul, "more bytes than any buffer holds")]
    [InlineData("length << length", 70ul, "more bytes than any buffer holds")]
    [InlineData("length + 1", ulong.MaxValue, "more bytes than any buffer holds")]
    [InlineData("length + length", (ulong)long.MaxValue, "more bytes than any buffer holds")]
    [InlineData("length - length", ulong.MaxValue, "more bytes than any buffer holds")]
    [InlineData("length * length / length", ulong.MaxValue, "more bytes than any buffer holds")]
    public void Extent_ThatIsNoNumberOfElements_IsRefused(string bound, ulong length, string reason)
    {
        NativeFunction function = FixtureCalls.Function($"uint64_t sum_bytes(const uint8_t data[{bound}], size_t length)");
        using OwnedBuffer buffer = OwnedBuffer.Allocate(64);

        Assert.Contains(reason, function.Refused("data", buffer, length).Message, StringComparison.Ordinal);
        Assert.Equal(BufferState.Owned, buffer.State);
    }
}
