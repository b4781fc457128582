namespace ActorFfi.Native.Tests.Memory;

public sealed class OwnedBufferCostTests
{
    private const int Rounds = 1000;

    [Fact]
    public void Allocate_OfAPooledBuffer_AllocatesOnlyItsHandle()
    {
        using OwnedBuffer moving = OwnedBuffer.Allocate(64);
        OwnedBuffer last = moving;
        long handles = BytesOf(() => last = last.Move());
        last.Dispose();

        Assert.Equal(handles, BytesOf(() => OwnedBuffer.Allocate(64).Dispose()));
    }

    [Fact]
    public void Call_TakingAndReturningABuffer_AllocatesNothing()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(64);
        NamedCall call = new();

        Assert.Equal(0, BytesOf(() =>
        {
            buffer.Detach(call);
            buffer.Attach();
            buffer.BeginNativeBorrow(write: true);
            buffer.EndNativeBorrow(write: true);
        }));
    }

    [Fact]
    public void Access_OfABuffer_AllocatesNothing()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(64);

        Assert.Equal(0, BytesOf(() =>
        {
            buffer.Write(1);
            buffer.Read(static bytes => bytes[0]);
            using ReadBorrow borrow = buffer.Borrow();
            using ReadBorrow other = buffer.Borrow();
        }));
    }

    private static long BytesOf(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < Rounds; round++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
