namespace ActorFfi;

/// <summary>The parts of the arena that nobody has, merged where they touch; the smallest that is large enough is given first.</summary>
/// <remarks>Threads: guarded by the lock of the allocator.</remarks>
internal sealed class FreeRanges
{
    private readonly Dictionary<long, FreeRange> _byStart = [];
    private readonly Dictionary<long, FreeRange> _byEnd = [];
    private readonly SortedSet<(long Length, long Start)> _bySize = [];

    public FreeRanges(long size)
    {
        Add(new FreeRange(0, size, IsClean: true));
    }

    /// <summary>The longest range; 0 for none.</summary>
    public long Longest => _bySize.Count == 0 ? 0 : _bySize.Max.Length;

    /// <summary>Takes so many bytes; false where no range is that long.</summary>
    public bool TryTake(long length, out FreeRange taken)
    {
        if (Longest < length)
        {
            taken = default;
            return false;
        }

        FreeRange found = _byStart[_bySize.GetViewBetween((length, 0), (long.MaxValue, 0)).Min.Start];
        Remove(found);
        if (found.Length > length)
        {
            Add(new FreeRange(found.Start + length, found.Length - length, found.IsClean));
        }

        taken = found with { Length = length };
        return true;
    }

    /// <summary>Takes the neighbours of a range out, so that they can be given back with it as one.</summary>
    public (FreeRange? Before, FreeRange? After) TakeNeighbours(FreeRange range)
    {
        FreeRange? before = _byEnd.TryGetValue(range.Start, out FreeRange left) ? left : null;
        FreeRange? after = _byStart.TryGetValue(range.End, out FreeRange right) ? right : null;
        if (before is { } b)
        {
            Remove(b);
        }

        if (after is { } a)
        {
            Remove(a);
        }

        return (before, after);
    }

    /// <summary>Gives a range that touches no other.</summary>
    public void Add(FreeRange range)
    {
        _byStart.Add(range.Start, range);
        _byEnd.Add(range.End, range);
        _bySize.Add((range.Length, range.Start));
    }

    private void Remove(FreeRange range)
    {
        _byStart.Remove(range.Start);
        _byEnd.Remove(range.End);
        _bySize.Remove((range.Length, range.Start));
    }
}
