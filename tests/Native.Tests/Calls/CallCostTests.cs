using ActorFfi.Native.Tests.Memory;

namespace ActorFfi.Native.Tests.Calls;

public sealed class CallCostTests
{
    private static readonly NativeFunction _sum = FixtureCalls.Function("uint64_t sum_bytes(const uint8_t data[length], size_t length)");

    [Fact]
    public void ScalarCall_OfAnyResult_AllocatesNothing()
    {
        NativeFunction add = FixtureCalls.Function("int32_t add_i32(int32_t a, int32_t b)");
        NativeFunction echo = FixtureCalls.Function("float echo_f32(float v)");
        NativeFunction nothing = FixtureCalls.Function("void nothing(void)", capturesErrno: true);

        Assert.Equal(0, Allocations.Of(() =>
        {
            add.Call(1, 2);
            echo.Call(1f);
            nothing.Call();
        }));
    }

    [Fact]
    public void ScalarCall_OfManyParameters_AllocatesNothing()
    {
        NativeFunction mix = FixtureCalls.Function("double mix(int8_t a, float b, uint16_t c, double d, int64_t e, float f, uint8_t g, double h, int32_t i, int64_t j, double k, float l)");

        Assert.Equal(0, Allocations.Of(() => mix.Call(1, 2f, 3, 4.0, 5, 6f, 7, 8.0, 9, 10, 11.0, 12f)));
    }

    [Fact]
    public void Call_WithABuffer_AllocatesNothing()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(64);

        Assert.Equal(0, Allocations.Of(() => _sum.Call(buffer, 64)));
        Assert.Equal(0, Allocations.Of(() => _sum.Call(buffer[8..], 56)));
    }

    [Fact]
    public void Call_WithText_AllocatesNothing()
    {
        NativeFunction length = FixtureCalls.Function("size_t length_of(const char *text)");

        Assert.Equal(0, Allocations.Of(() => length.Call("a text")));
    }

    [Fact]
    public void Binding_ForANonblockingCall_AllocatesNothing()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(64);
        CallArguments arguments = new();
        NamedCall call = new();

        Assert.Equal(0, Allocations.Of(() =>
        {
            arguments.Bind(_sum.Plan, [buffer, 64], call);
            arguments.Release();
        }));
    }
}
