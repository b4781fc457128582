using System.Buffers;
using ActorFfi.Native.Tests.Memory;

namespace ActorFfi.Native.Tests.Calls;

public sealed class ManagedMemoryTests
{
    private static readonly NativeFunction _sum = FixtureCalls.Function("uint64_t sum_bytes(const uint8_t data[length], size_t length)");
    private static readonly NativeFunction _fill = FixtureCalls.Function("void fill_bytes(uint8_t data[length], size_t length, uint8_t value)");

    [Fact]
    public void Memory_OfEveryForm_IsRead()
    {
        byte[] array = [1, 2, 3, 4];
        using CountingManager manager = new(array);

        Assert.Equal(10UL, _sum.Call(array, 4).ToUInt64());
        Assert.Equal(5UL, _sum.Call(new ArraySegment<byte>(array, 1, 2), 2).ToUInt64());
        Assert.Equal(7UL, _sum.Call(array.AsMemory(2), 2).ToUInt64());
        Assert.Equal(3UL, _sum.Call((ReadOnlyMemory<byte>)array.AsMemory(0, 2), 2).ToUInt64());
        Assert.Equal(9UL, _sum.Call(manager.Memory[1..], 3).ToUInt64());
        Assert.Equal(2UL, _sum.Call((ReadOnlyMemory<byte>)manager.Memory[1..2], 1).ToUInt64());
        Assert.Equal(0UL, _sum.Call(Array.Empty<byte>(), 0).ToUInt64());
        Assert.Equal(0UL, _sum.Call(ReadOnlyMemory<byte>.Empty, 0).ToUInt64());
        Assert.Equal((2, 2), (manager.Pinned, manager.Unpinned));
    }

    [Fact]
    public void Memory_OfEveryWritableForm_IsWritten()
    {
        byte[] array = new byte[4];
        using CountingManager manager = new(array);

        _fill.Call(array.AsMemory(1, 2), 2, 7);
        Assert.Equal([0, 7, 7, 0], array);

        _fill.Call(manager.Memory[3..], 1, 9);
        Assert.Equal([0, 7, 7, 9], array);

        _fill.Call(array, 4, 1);
        Assert.Equal([1, 1, 1, 1], array);
    }

    [Fact]
    public void ReadOnlyMemory_ForAParameterThatIsWritten_IsRefused()
    {
        byte[] array = new byte[4];
        using CountingManager manager = new(array);

        _fill.Refused("data", (ReadOnlyMemory<byte>)array, 4, 7);
        _fill.Refused("data", (ReadOnlyMemory<byte>)manager.Memory, 4, 7);
        _fill.Refused("data", ReadOnlyMemory<byte>.Empty, 0, 7);
        Assert.Equal(manager.Pinned, manager.Unpinned);
    }

    [Fact]
    public void Memory_LongerInItsArray_IsMeasuredByItsOwnLength()
    {
        byte[] array = new byte[8];
        using CountingManager manager = new(array);

        _sum.Refused("data", array.AsMemory(2, 3), 4);
        _sum.Refused("data", (ReadOnlyMemory<byte>)array.AsMemory(2, 3), 4);
        _sum.Refused("data", manager.Memory[2..5], 4);
        Assert.Equal((1, 1), (manager.Pinned, manager.Unpinned));
    }

    [Fact]
    public void Memory_ForANonblockingCall_IsRefused()
    {
        using CountingManager manager = new(new byte[4]);
        foreach (NativeArgument memory in new NativeArgument[] { new byte[4], new byte[4].AsMemory(), (ReadOnlyMemory<byte>)new byte[4], manager.Memory })
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => new CallArguments().Bind(_sum.Plan, [memory, 4], new NamedCall()));
            Assert.Equal("data", error.ParamName);
            Assert.Contains("nonblocking", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, manager.Pinned);
    }

    [Fact]
    public void Memory_WhosePinFails_LeavesTheOtherBuffersAlone()
    {
        NativeFunction copy = FixtureCalls.Function("void copy_bytes(uint8_t destination[length], const uint8_t source[length], size_t length)");
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        using CountingManager failing = new(new byte[4]) { PinFails = true };
        using CountingManager other = new(new byte[4]);

        Assert.Throws<InvalidOperationException>(() => copy.Call(buffer, failing.Memory, 4));
        Assert.Throws<InvalidOperationException>(() => copy.Call(other.Memory, failing.Memory, 4));
        Assert.Equal(BufferState.Owned, buffer.State);
        Assert.Equal((1, 1), (other.Pinned, other.Unpinned));
    }

    [Fact]
    public void Array_AfterItsCall_IsNotPinnedAnyMore()
    {
        WeakReference array = Call();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.False(array.IsAlive);

        static WeakReference Call()
        {
            byte[] bytes = new byte[64];
            _sum.Call(bytes, 64);
            return new WeakReference(bytes);
        }
    }
}
