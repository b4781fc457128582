using System.Runtime.ConstrainedExecution;

namespace ActorFfi;

/// <summary>A piece of memory that one handle at a time leases; the object whose finalizer finds forgotten buffers.</summary>
/// <remarks>
/// The block and not the handle is finalizable, because a finalizable object is slow to make and a block can be made once
/// and leased often. Its finalizer runs after those of ordinary objects, which may still dispose a buffer in theirs.
/// </remarks>
internal abstract class MemoryBlock : CriticalFinalizerObject
{
    private const int Resting = 0;
    private const int Leased = 1;
    private const int Freed = 2;

    /// <summary>Changed by compare-and-swap only; who changes it may touch the fields below.</summary>
    private int _state;

    /// <summary>Set while leased; belongs to who leased the block.</summary>
    private BufferAccount? _account;

    /// <summary>The name of the leasing buffer; belongs to who leased the block.</summary>
    private string? _name;

    /// <summary>The length of the leasing buffer in bytes; belongs to who leased the block.</summary>
    private long _length;

    ~MemoryBlock()
    {
        if (Interlocked.CompareExchange(ref _state, Freed, Leased) == Leased)
        {
            Free();
            _account!.Lost(new BufferLeak(_account.Name, _name, _length));
            return;
        }

        // The thread that cached the block has ended: nobody forgot anything.
        Discard();
    }

    /// <summary>Where the memory starts; never null.</summary>
    public abstract nint Address { get; }

    /// <summary>Gives the block to a buffer.</summary>
    /// <returns>False where the finalizer was faster and the block is gone.</returns>
    public bool TryLease(BufferAccount account, string? name, long length)
    {
        if (Interlocked.CompareExchange(ref _state, Leased, Resting) != Resting)
        {
            return false;
        }

        _account = account;
        _name = name;
        _length = length;
        account.Opened(length);
        return true;
    }

    /// <summary>Takes the block back from the buffer that leased it; does nothing after the finalizer has.</summary>
    public void Return()
    {
        BufferAccount? account = _account;
        long length = _length;
        if (Interlocked.CompareExchange(ref _state, Resting, Leased) == Leased)
        {
            account!.Closed(length);
            Rest();
        }
    }

    /// <summary>Frees a resting block for good.</summary>
    protected void Discard()
    {
        if (Interlocked.CompareExchange(ref _state, Freed, Resting) == Resting)
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Keeps the returned block for the next lease, or discards it.</summary>
    protected abstract void Rest();

    /// <summary>Gives the memory back to where it came from; called once.</summary>
    protected abstract void Free();
}
