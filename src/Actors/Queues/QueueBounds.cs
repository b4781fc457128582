namespace ActorFfi;

/// <summary>How many calls may be queued, and how many bytes of buffers with them.</summary>
/// <remarks>A call whose buffers alone are larger than the bound is let in when no other bytes are queued, so that it is slow rather than impossible.</remarks>
/// <param name="calls">The most calls.</param>
/// <param name="bytes">The most bytes; 0 for no bound.</param>
internal sealed class QueueBounds(int calls, long bytes)
{
    private long _bytes;

    /// <summary>How many calls are queued.</summary>
    public int Count { get; private set; }

    /// <summary>How many more calls there is room for.</summary>
    public int Room => calls - Count;

    /// <summary>The most calls.</summary>
    public int Calls => calls;

    /// <summary>The most bytes.</summary>
    public long Bytes => bytes;

    /// <summary>Whether bytes count.</summary>
    public bool CountsBytes => bytes > 0;

    /// <summary>Whether there is one call too many.</summary>
    public bool IsFull => Count >= calls;

    /// <summary>Whether so many bytes do not fit.</summary>
    public bool LacksBytes(long more) => bytes > 0 && _bytes > 0 && _bytes + more > bytes;

    /// <summary>Changes the most calls; what is queued stays.</summary>
    public void Resize(int most) => calls = most;

    /// <summary>Counts a call that is queued.</summary>
    public void Add(NativeCall call)
    {
        Count++;
        _bytes += call.Bytes;
    }

    /// <summary>Counts a call whose bytes do not count.</summary>
    public void AddPlain() => Count++;

    /// <summary>Counts a call no more.</summary>
    public void Remove(NativeCall call)
    {
        Count--;
        _bytes -= call.Bytes;
    }
}
