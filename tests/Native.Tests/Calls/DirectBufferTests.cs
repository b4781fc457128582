namespace ActorFfi.Native.Tests.Calls;

/// <summary>Buffers in calls of the short way, which is taken from a function's second call on; what it does not take, the long way does or refuses.</summary>
public sealed class DirectBufferTests
{
    private static readonly NativeFunction _sum = Warm("uint64_t sum_bytes(const uint8_t data[length], size_t length)");
    private static readonly NativeFunction _signedSum = Warm("uint64_t sum_bytes(const uint8_t data[length], int64_t length)");
    private static readonly NativeFunction _wide = Warm("uint64_t sum_bytes(const uint64_t data[length], size_t length)");
    private static readonly NativeFunction _four = Warm("uint64_t sum_bytes(const uint8_t data[4], size_t length)");
    private static readonly NativeFunction _touch = Warm("void touch_last(uint8_t data[length], size_t length)");

    public static TheoryData<BufferState> Unusable => [.. Enum.GetValues<BufferState>().Where(state => state is not (BufferState.Owned or BufferState.Lent or BufferState.Torn or BufferState.Abandoned))];

    [Fact]
    public void Buffer_IsReadAndWrittenInItsPlaceAndComesBack()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3, 4]);

        Assert.Equal(10UL, _sum.Call(buffer, 4).ToUInt64());
        Assert.Equal(3UL, _sum.Call(buffer, 2L).ToUInt64());
        Assert.Equal(5UL, _sum.Call(buffer[1..3], (nuint)2).ToUInt64());
        Assert.Equal(10UL, _four.Call(buffer, 4).ToUInt64());
        byte last = buffer.ToArray()[2];
        _touch.Call(buffer[..3], 3);
        Assert.NotEqual(last, buffer.ToArray()[2]);
        Assert.Equal(4, buffer.ToArray()[3]);
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Buffer_ShorterThanItsExtent_IsRefused()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(16);

        Assert.Contains("at least 17 bytes by its declared extent but holds 16", _sum.Refused("data", buffer, 17).Message, StringComparison.Ordinal);
        Assert.Contains("at least 9 bytes by its declared extent but holds 8", _sum.Refused("data", buffer[8..], 9).Message, StringComparison.Ordinal);
        Assert.Contains("at least 24 bytes", _wide.Refused("data", buffer, 3).Message, StringComparison.Ordinal);
        Assert.Contains("at least 4 bytes", _four.Refused("data", buffer[..3], 3).Message, StringComparison.Ordinal);
        Assert.Equal(BufferState.Owned, buffer.State);
        Assert.Equal(0UL, _wide.Call(buffer, 2).ToUInt64());
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(1UL << 61)] // Its bytes are a number of 64 bits that has lost its first one.
    [InlineData((1UL << 61) + 1)]
    public void Extent_BeyondAllBuffers_IsRefused(ulong length)
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(16);

        _wide.Refused("data", buffer, length);
        _sum.Refused("data", buffer, length);
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Extent_ThatIsNegativeOrNoNumber_IsRefused()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(16);

        _sum.Refused("length", buffer, -1);
        _signedSum.Refused("length", buffer, -1);
        _sum.Refused("length", buffer, 1.5);
        _sum.Refused("length", buffer, "2");
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Memory_OfAnotherKind_GoesTheLongWay()
    {
        Assert.Equal(3UL, _sum.Call(new byte[] { 1, 2 }, 2).ToUInt64());
        Assert.Equal(0UL, _sum.Call(NativeArgument.Null, 0).ToUInt64());
        _sum.Refused("data", NativeArgument.Null, 1);
        _sum.Refused("data", 7, 1);
    }

    [Fact]
    public void Buffer_WithoutBytes_IsPassed()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(0);
        using OwnedBuffer full = OwnedBuffer.Allocate(4);

        Assert.Equal(0UL, _sum.Call(buffer, 0).ToUInt64());
        Assert.Equal(0UL, _sum.Call(full[4..], 0).ToUInt64());
        Assert.Equal((BufferState.Owned, BufferState.Owned), (buffer.State, full.State));
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Buffer_InAWrongState_IsRefusedAsByTheLongWay(BufferState state)
    {
        using BufferInState wrong = new(state);

        Exception? direct = Record.Exception(() => _touch.Call(wrong.Buffer, 8));
        Exception? bound = Record.Exception(() => new CallArguments().Bind(_touch.Plan, [wrong.Buffer, 8], holder: null));

        Assert.NotNull(bound);
        Assert.Equal((bound.GetType(), bound.Message), (direct?.GetType(), direct?.Message));
        Assert.Equal(state, wrong.Buffer.State);
    }

    [Fact]
    public void Buffer_Borrowed_IsReadByACallAndNotWritten()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([3, 4]);
        using (buffer.Borrow())
        {
            Assert.Equal(7UL, _sum.Call(buffer, 2).ToUInt64());
            Assert.Throws<BufferBorrowedException>(() => _touch.Call(buffer, 2));
        }

        _touch.Call(buffer, 2);
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public async Task Buffer_OfManyThreads_IsReadByAllAndWrittenByOneAtATime()
    {
        const int Threads = 4;
        const int Calls = 20_000;
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 1, 1, 0]);
        int written = 0;

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Calls; i++)
            {
                try
                {
                    if (i % 16 == thread)
                    {
                        _touch.Call(buffer, 4);
                        Interlocked.Increment(ref written);
                    }
                    else
                    {
                        Assert.Equal(3UL, _sum.Call(buffer, 3).ToUInt64());
                    }
                }
                catch (BufferBorrowedException)
                {
                    // Somebody else has it.
                }
            }
        })));

        Assert.Equal((byte)written, buffer.ToArray()[3]);
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    // The stub is emitted at the first call.
    private static NativeFunction Warm(string prototype)
    {
        NativeFunction function = FixtureCalls.Function(prototype);
        using OwnedBuffer buffer = OwnedBuffer.Allocate(64);
        function.Call(buffer, 4);
        return function;
    }
}
