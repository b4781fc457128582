using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ActorFfi.Native.Tests.Memory;

public sealed class OwnedBufferLeakTests
{
    private const int MaxCollections = 100;

    private readonly BufferAccount _account = new("imaging");

    [Theory]
    [InlineData("allocate")]
    [InlineData("takeOver")]
    [InlineData("move")]
    [InlineData("transfer")]
    public void Buffer_Dropped_IsFreedCountedAndReported(string origin)
    {
        ConcurrentQueue<BufferLeak> reported = new();
        _account.LeakFound += reported.Enqueue;
        Drop(origin);

        CollectUntil(() => _account.Leaked == 1);

        Assert.Equal((1L, 0L, 0L), (_account.Leaked, _account.LiveBuffers, _account.LiveBytes));
        Assert.Equal(new BufferLeak("imaging", "frame", 100), Assert.Single(reported));
    }

    [Fact]
    public void Buffers_DisposedOnAThreadThatEnds_AreNotLeaks()
    {
        WeakReference block = new(null);
        Thread thread = new(() => block.Target = DisposeOne());
        thread.Start();
        thread.Join();

        CollectUntil(() => !block.IsAlive);

        Assert.Equal((0L, 0L), (_account.Leaked, _account.LiveBuffers));
    }

    [Fact]
    public void Buffer_DisposedByAFinalizer_IsFreedOnceAndNotALeak()
    {
        DropDisposer();

        CollectUntil(() => _account.LiveBuffers == 0);
        CollectUntil(() => true);

        Assert.Equal((0L, 0L), (_account.Leaked, _account.LiveBuffers));
    }

    [Fact]
    public void Borrow_NeverEnded_KeepsItsMemory()
    {
        (WeakReference block, int length) = BorrowForever();

        CollectUntil(() => true);

        Assert.True(block.IsAlive);
        Assert.Equal((0L, 1L, 8), (_account.Leaked, _account.LiveBuffers, length));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Drop(string origin)
    {
        byte[]? array = new byte[100];
        OwnedBuffer buffer = origin == "takeOver"
            ? OwnedBuffer.TakeOver(_account, ref array, "frame")
            : OwnedBuffer.Allocate(_account, 100, "frame");
        Assert.Equal(1, _account.LiveBuffers);
        if (origin == "move")
        {
            Assert.Equal(100, buffer.Move().Length);
        }
        else if (origin == "transfer")
        {
            Assert.Equal(100, buffer.Transfer().Memory.Length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private object DisposeOne()
    {
        NativeBlock block = new(64, 0);
        OwnedBuffer.TryLease(block, _account, 8, null)!.Dispose();
        return block;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DropDisposer() => GC.KeepAlive(new Disposer(OwnedBuffer.Allocate(_account, 100)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Block, int Length) BorrowForever()
    {
        (OwnedBuffer buffer, CountingBlock block) = CountingBlock.Lease(_account);
        ReadBorrow borrow = buffer.Borrow();
        return (new WeakReference(block), borrow.Span.Length);
    }

    private static void CollectUntil(Func<bool> reached)
    {
        for (int collections = 0; collections < MaxCollections; collections++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (reached())
            {
                return;
            }
        }
    }

    private sealed class Disposer(OwnedBuffer buffer)
    {
        ~Disposer() => buffer.Dispose();
    }
}
