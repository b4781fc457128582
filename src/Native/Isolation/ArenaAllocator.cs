using System.Numerics;

namespace ActorFfi;

/// <summary>Which parts of an arena are in use: known to this process alone, whatever a guest writes.</summary>
/// <remarks>
/// Pieces up to 32 KiB come from slabs of their size, powers of two; larger ones are whole pages. Free memory in one stretch of
/// 1 MiB and more goes back to the system. Threads: every member from any thread.
/// </remarks>
internal sealed class ArenaAllocator
{
    private const int SmallestShift = 6;
    private const int LargestShift = 15;
    private const long SlabBytes = 64 << 10;
    private const int PiecesOfLargeClasses = 8;
    private const long DiscardFrom = 1 << 20;

    private readonly object _gate = new();
    private readonly FreeRanges _ranges;
    private readonly List<ArenaSlab>[] _slabs; // With room; an empty one is kept for each class.
    private readonly long _pageSize;
    private readonly Func<long, long, bool> _discard;
    private long _used;

    /// <param name="size">The size of the arena, whole pages.</param>
    /// <param name="pageSize">The size of a page.</param>
    /// <param name="discard">Gives whole pages back to the system; true where they are zero then.</param>
    public ArenaAllocator(long size, long pageSize, Func<long, long, bool> discard)
    {
        _ranges = new FreeRanges(size);
        _pageSize = pageSize;
        _discard = discard;
        _slabs = [.. Enumerable.Range(0, LargestShift - SmallestShift + 1).Select(_ => new List<ArenaSlab>())];
    }

    /// <summary>How many bytes are in use, counted as pieces.</summary>
    public long UsedBytes => Interlocked.Read(ref _used);

    /// <summary>Takes a piece of at least that many bytes; false where there is no room.</summary>
    public bool TryTake(long length, out ArenaPiece piece)
    {
        lock (_gate)
        {
            return TryTake_NeedsLock(length, out piece);
        }
    }

    /// <summary>Takes a piece, and waits until there is room.</summary>
    /// <returns>False where there was none in time.</returns>
    public bool TryTake(long length, TimeSpan patience, out ArenaPiece piece)
    {
        long end = Environment.TickCount64 + (long)Math.Min(patience.TotalMilliseconds, int.MaxValue);
        lock (_gate)
        {
            while (!TryTake_NeedsLock(length, out piece))
            {
                long left = end - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_gate, TimeSpan.FromMilliseconds(left)))
                {
                    return TryTake_NeedsLock(length, out piece);
                }
            }

            return true;
        }
    }

    /// <summary>Gives a piece back.</summary>
    public void Return(in ArenaPiece piece)
    {
        lock (_gate)
        {
            _used -= piece.Capacity;
            if (piece.Slab is null)
            {
                ReturnRange(piece.Offset, piece.Capacity);
            }
            else
            {
                ReturnToSlab(piece.Slab, piece.Offset);
            }

            Monitor.PulseAll(_gate);
        }
    }

    private bool TryTake_NeedsLock(long length, out ArenaPiece piece)
    {
        bool taken = length <= 1L << LargestShift ? TryTakeSmall(length, out piece) : TryTakeLarge(length, out piece);
        _used += taken ? piece.Capacity : 0;
        return taken;
    }

    private bool TryTakeLarge(long length, out ArenaPiece piece)
    {
        piece = default;
        if (length > long.MaxValue - _pageSize || !TryTakeRange((length + _pageSize - 1) & -_pageSize, out FreeRange range))
        {
            return false;
        }

        piece = new ArenaPiece(range.Start, range.Length, range.IsClean, null);
        return true;
    }

    private bool TryTakeSmall(long length, out ArenaPiece piece)
    {
        int sizeClass = length <= 1L << SmallestShift ? 0 : BitOperations.Log2((ulong)length - 1) + 1 - SmallestShift;
        List<ArenaSlab> withRoom = _slabs[sizeClass];
        if (withRoom.Count == 0)
        {
            long pieceSize = 1L << (sizeClass + SmallestShift);
            if (!_ranges.TryTake(Math.Max(SlabBytes, pieceSize * PiecesOfLargeClasses), out FreeRange range)
                && !TryTakeRange(Math.Max(_pageSize, pieceSize), out range))
            {
                piece = default;
                return false;
            }

            withRoom.Add(new ArenaSlab(range.Start, range.Length, sizeClass, pieceSize));
        }

        ArenaSlab slab = withRoom[^1];
        piece = new ArenaPiece(slab.Take(), slab.PieceSize, IsClean: false, slab);
        if (slab.IsFull)
        {
            withRoom.RemoveAt(withRoom.Count - 1);
        }

        return true;
    }

    // Empty slabs are kept for the next small piece, but not from one that finds no room beside them.
    private bool TryTakeRange(long length, out FreeRange range)
    {
        if (_ranges.TryTake(length, out range))
        {
            return true;
        }

        foreach (List<ArenaSlab> withRoom in _slabs)
        {
            withRoom.FindAll(static slab => slab.IsEmpty).ForEach(slab => ReturnRange(slab.Start, slab.Length));
            withRoom.RemoveAll(static slab => slab.IsEmpty);
        }

        return _ranges.TryTake(length, out range);
    }

    private void ReturnToSlab(ArenaSlab slab, long offset)
    {
        List<ArenaSlab> withRoom = _slabs[slab.SizeClass];
        if (slab.IsFull)
        {
            withRoom.Add(slab);
        }

        slab.Return(offset);
        if (slab.IsEmpty && withRoom.Count > 1)
        {
            withRoom.Remove(slab);
            ReturnRange(slab.Start, slab.Length);
        }
    }

    private void ReturnRange(long start, long length)
    {
        FreeRange range = new(start, length, IsClean: false);
        (FreeRange? before, FreeRange? after) = _ranges.TakeNeighbours(range);
        FreeRange whole = new(before?.Start ?? start, length + (before?.Length ?? 0) + (after?.Length ?? 0), IsClean: false);
        if (whole.Length >= DiscardFrom)
        {
            whole = whole with { IsClean = Clean(before) & Clean(range) & Clean(after) };
        }

        _ranges.Add(whole);
    }

    private bool Clean(FreeRange? range) => range is not { } dirty || dirty.IsClean || _discard(dirty.Start, dirty.Length);
}
