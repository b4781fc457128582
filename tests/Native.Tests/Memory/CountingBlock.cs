namespace ActorFfi.Native.Tests.Memory;

/// <summary>A block that counts how often it is freed.</summary>
internal sealed class CountingBlock : MemoryBlock
{
    private int _freed;

    public int TimesFreed => Volatile.Read(ref _freed);

    public override nint Address => 64;

    public static (OwnedBuffer Buffer, CountingBlock Block) Lease(BufferAccount account)
    {
        CountingBlock block = new();
        return (OwnedBuffer.TryLease(block, account, 8, "counted")!, block);
    }

    protected override void Rest() => Discard();

    protected override void Free() => Interlocked.Increment(ref _freed);
}
