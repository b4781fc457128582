using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Calls;

public sealed class StubTests
{
    [Theory]
    [InlineData("int32_t echo_i32(int8_t v)", -1, -1)]
    [InlineData("int32_t echo_i32(int16_t v)", -32768, -32768)]
    [InlineData("int32_t echo_i32(uint8_t v)", 255, 255)]
    [InlineData("int32_t echo_i32(uint16_t v)", 65535, 65535)]
    [InlineData("int64_t widen_i8(int8_t v)", -128, -128)]
    [InlineData("uint64_t widen_u16(uint16_t v)", 65535, 65535)]
    public void Argument_NarrowerThanItsRegister_IsExtended(string prototype, long value, long expected) =>
        Assert.Equal(expected, GeneratedScalar.BitsOf(FixtureCalls.Function(prototype).Call(value)));

    [Theory]
    [InlineData("uint8_t echo_u64(uint64_t v)", 0xFFFFFFFFFFFFFF80, 0x80)]
    [InlineData("int8_t echo_u64(uint64_t v)", 0x1234567812345680, -128)]
    [InlineData("uint16_t echo_u64(uint64_t v)", 0xFFFFFFFFFFFF8001, 0x8001)]
    [InlineData("int16_t echo_u64(uint64_t v)", 0x1234567812348001, -32767)]
    [InlineData("uint32_t echo_u64(uint64_t v)", 0xFFFFFFFF80000001, 0x80000001)]
    [InlineData("int32_t echo_u64(uint64_t v)", 0x1234567880000001, int.MinValue + 1)]
    [InlineData("int64_t echo_u64(uint64_t v)", 0x8000000000000001, long.MinValue + 1)]
    [InlineData("bool echo_u64(uint64_t v)", 0xFFFFFFFFFFFFFF00, 0)]
    [InlineData("bool echo_u64(uint64_t v)", 0xFFFFFFFFFFFFFF01, 1)]
    [InlineData("bool echo_u64(uint64_t v)", 0x0000000000000080, 1)]
    public void Result_WithDirtyUpperBytes_IsReadFromItsOwn(string prototype, ulong value, long expected) =>
        Assert.Equal(expected, GeneratedScalar.BitsOf(FixtureCalls.Function(prototype).Call(value)));

    [Fact]
    public void Result_OfNoType_IsVoid() => Assert.Equal(default, FixtureCalls.Function("void nothing(void)").Call());

    [Fact]
    public void Result_ThatIsAPointer_BelongsToTheGeneration()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8);

        ForeignPointer pointer = FixtureCalls.Function("void *echo_pointer(void *v)").Call(buffer).ToPointer();

        Assert.Equal(new ForeignPointer(buffer.Address, FixtureCalls.Generation), pointer);
    }

    [Fact]
    public void Arguments_InRegistersAndOnTheStack_ArriveInTheirPlaces()
    {
        NativeFunction mix = FixtureCalls.Function("double mix(int8_t a, float b, uint16_t c, double d, int64_t e, float f, uint8_t g, double h, int32_t i, int64_t j, double k, float l)");

        Assert.Equal(
            -1 + (2.5 * 2) + (65535 * 3) + (4.25 * 4) + (-5 * 5) + (6.5 * 6) + (255 * 7) + (8.125 * 8) + (-9 * 9) + (10 * 10) + (11.5 * 11) + (12.75 * 12),
            mix.Call(-1, 2.5f, 65535, 4.25, -5, 6.5f, 255, 8.125, -9, 10, 11.5, 12.75f).ToDouble());
    }

    [Fact]
    public void Result_ReadAsAnotherKind_IsRefused()
    {
        NativeValue integer = FixtureCalls.Function("int32_t echo_i32(int32_t v)").Call(-1);

        Assert.Throws<OverflowException>(() => integer.ToUInt32());
        Assert.Throws<OverflowException>(() => integer.ToByte());
        Assert.Throws<InvalidCastException>(() => integer.ToDouble());
        Assert.Throws<InvalidCastException>(() => integer.ToBoolean());
        Assert.Throws<InvalidCastException>(() => integer.ToPointer());
        Assert.Throws<InvalidCastException>(() => integer.ToText());
    }
}
