using System.Buffers;

namespace ActorFfi.Native.Tests.Memory;

public sealed class OwnedBufferOwnershipTests
{
    private readonly BufferAccount _account = new("imaging");

    [Fact]
    public void Move_OfABuffer_KeepsAddressBytesAndName()
    {
        OwnedBuffer first = OwnedBuffer.Allocate(_account, 100, "frame");
        first.Write(42);
        using OwnedBuffer second = first.Move();

        Assert.Equal((first.Address, 42, "frame", 100L), (second.Address, second.Read<int>(), second.Name, second.Length));
        Assert.Equal((BufferState.Moved, BufferState.Owned), (first.State, second.State));
        first.Dispose();
        Assert.Equal(1, _account.LiveBuffers);
        second.Dispose();
        Assert.Equal(0, _account.LiveBuffers);
    }

    [Fact]
    public void Call_TakingABuffer_GivesTheSameMemoryBack()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(_account, 100);
        nint before = buffer.Address;
        buffer.Detach(new NamedCall());
        Assert.Equal((before, BufferState.InFlight), (buffer.Address, buffer.State));
        buffer.Attach();

        Assert.Equal((before, BufferState.Owned), (buffer.Address, buffer.State));
    }

    [Fact]
    public void Dispose_InFlight_FreesWhenTheCallEnds()
    {
        (OwnedBuffer buffer, CountingBlock block) = CountingBlock.Lease(_account);
        buffer.Detach(new NamedCall());
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal((BufferState.Disposed, 0, 1L), (buffer.State, block.TimesFreed, _account.LiveBuffers));

        buffer.Attach();

        Assert.Equal((1, 0L), (block.TimesFreed, _account.LiveBuffers));
    }

    [Fact]
    public void Dispose_Twice_FreesOnce()
    {
        (OwnedBuffer buffer, CountingBlock block) = CountingBlock.Lease(_account);
        buffer.Dispose();
        buffer.Dispose();

        Assert.Equal((1, 0L, 0L), (block.TimesFreed, _account.LiveBuffers, _account.LiveBytes));
    }

    [Fact]
    public void Transfer_OfABuffer_GivesItsMemoryToAnOwner()
    {
        OwnedBuffer buffer = OwnedBuffer.CopyOf(_account, [1, 2, 3]);
        nint address = buffer.Address;
        IMemoryOwner<byte> owner = buffer.Transfer();

        Assert.Equal([1, 2, 3], owner.Memory.ToArray());
        Assert.Equal(BufferState.Transferred, buffer.State);
        owner.Memory.Span[1] = 9;
        Assert.Equal(9, new ForeignPointer(address, new LibraryGeneration("imaging", 1)).View(3).ReadByte(1));
        buffer.Dispose();
        Assert.Equal(1, _account.LiveBuffers);
        owner.Dispose();
        owner.Dispose();
        Assert.Equal((0L, 0L), (_account.LiveBuffers, _account.LiveBytes));
        Assert.Throws<ObjectDisposedException>(() => owner.Memory.Span.Length);
    }

    [Fact]
    public void TransferredMemory_DisposedWhilePinned_IsFreedWhenUnpinned()
    {
        IMemoryOwner<byte> owner = OwnedBuffer.Allocate(_account, 3).Transfer();
        MemoryHandle pin = owner.Memory.Pin();
        owner.Dispose();
        Assert.Equal(1, _account.LiveBuffers);

        pin.Dispose();

        Assert.Equal(0, _account.LiveBuffers);
    }

    [Fact]
    public void Slice_OfABuffer_SaysWhichPart()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(10);

        Assert.Equal((2L, 5L), Part(buffer.Slice(2, 5)));
        Assert.Equal((2L, 8L), Part(buffer[2..]));
        Assert.Equal((7L, 2L), Part(buffer[^3..^1]));
        Assert.Equal((10L, 0L), Part(buffer[10..]));
        Assert.Same(buffer, buffer[..].Buffer);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer[11..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer[5..4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer[^11..]);
    }

    private static (long Offset, long Length) Part(BufferSlice slice) => (slice.Offset, slice.Length);
}
