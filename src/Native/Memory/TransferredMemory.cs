// Safety: the block is leased by this owner from construction until the last holder (the owner, and each pin) has let go;
// `_holders` counts them, and reaches 0 once. A span must not outlive the owner: IMemoryOwner's own contract.
using System.Buffers;

namespace ActorFfi;

/// <summary>The memory of a transferred buffer, as .NET's own memory owner.</summary>
internal sealed unsafe class TransferredMemory(MemoryBlock block, int length) : MemoryManager<byte>
{
    /// <summary>One for the owner and one for each pin; changed interlocked only.</summary>
    private int _holders = 1;

    /// <summary>1 once disposed; changed interlocked only.</summary>
    private int _disposed;

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return new Span<byte>((byte*)block.Address, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, length);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        Interlocked.Increment(ref _holders);
        return new MemoryHandle((byte*)block.Address + elementIndex, pinnable: this);
    }

    public override void Unpin() => LetGo();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            LetGo();
        }
    }

    private void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            block.Return();
        }
    }
}
