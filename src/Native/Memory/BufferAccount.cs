namespace ActorFfi;

/// <summary>Counts the buffers that one library, or the process without a library, has given out and not got back.</summary>
/// <remarks>Threads: every member may be used from any thread; each counter is exact, the set of them is not one snapshot.</remarks>
internal sealed class BufferAccount(string name)
{
    /// <summary>Changed interlocked only.</summary>
    private long _liveBuffers;

    /// <summary>Changed interlocked only.</summary>
    private long _liveBytes;

    /// <summary>Changed interlocked only.</summary>
    private long _leaked;

    /// <summary>Raised on the finalizer thread for each leak, after its memory was freed. A handler must not throw or wait.</summary>
    public event Action<BufferLeak>? LeakFound;

    /// <summary>The account of buffers that belong to no library.</summary>
    public static BufferAccount Unattached { get; } = new("(unattached)");

    /// <summary>The name of the library that allocates.</summary>
    public string Name { get; } = name;

    /// <summary>How many buffers are allocated and not freed; a transferred one counts until its memory owner is disposed.</summary>
    public long LiveBuffers => Interlocked.Read(ref _liveBuffers);

    /// <summary>How many bytes these buffers have, by their lengths.</summary>
    public long LiveBytes => Interlocked.Read(ref _liveBytes);

    /// <summary>How many buffers were dropped without being disposed, since the start of the process.</summary>
    public long Leaked => Interlocked.Read(ref _leaked);

    internal void Opened(long length)
    {
        Interlocked.Increment(ref _liveBuffers);
        Interlocked.Add(ref _liveBytes, length);
    }

    internal void Closed(long length)
    {
        Interlocked.Add(ref _liveBytes, -length);
        Interlocked.Decrement(ref _liveBuffers);
    }

    internal void Lost(BufferLeak leak)
    {
        Closed(leak.Length);
        Interlocked.Increment(ref _leaked);
        LeakFound?.Invoke(leak);
    }
}
