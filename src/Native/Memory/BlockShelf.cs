namespace ActorFfi;

/// <summary>A bounded stack of resting blocks of one size class, shared by all threads.</summary>
internal sealed class BlockShelf(long blockSize)
{
    /// <summary>A shelf holds up to 8 MiB, and at most 1,024 blocks.</summary>
    private const long MaxBytes = 8L << 20;
    private const int MaxBlocks = 1024;

    private readonly Lock _lock = new();

    /// <summary>Guarded by the lock; what is at or above the count is null.</summary>
    private readonly NativeBlock?[] _blocks = new NativeBlock?[Math.Min(MaxBytes / blockSize, MaxBlocks)];

    /// <summary>Guarded by the lock; read outside it only to skip an empty shelf.</summary>
    private volatile int _count;

    /// <summary>Gives the block that was put last, or null where the shelf is empty.</summary>
    public NativeBlock? Take()
    {
        if (_count == 0)
        {
            return null;
        }

        lock (_lock)
        {
            if (_count == 0)
            {
                return null;
            }

            NativeBlock? block = _blocks[--_count];
            _blocks[_count] = null;
            return block;
        }
    }

    /// <summary>Keeps the block; false where the shelf is full.</summary>
    public bool TryPut(NativeBlock block)
    {
        lock (_lock)
        {
            if (_count == _blocks.Length)
            {
                return false;
            }

            _blocks[_count++] = block;
            return true;
        }
    }
}
