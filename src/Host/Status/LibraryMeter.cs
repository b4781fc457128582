namespace ActorFfi;

/// <summary>Counts and times what one library's calls report.</summary>
internal sealed class LibraryMeter
{
    private readonly TimeHistogram _queue = new();
    private readonly TimeHistogram _native = new();
    private long _calls; // Interlocked, like the next.
    private long _restarts;
    private long _callsAtTurn; // Of the turning thread, like the next.
    private double _rate;

    public void CountCall() => Interlocked.Increment(ref _calls);

    public void CountRestart() => Interlocked.Increment(ref _restarts);

    public void RecordQueue(double seconds) => _queue.Record(seconds);

    public void RecordNative(double seconds) => _native.Record(seconds);

    /// <summary>Ends a turn that was so long.</summary>
    public void Turn(TimeSpan length)
    {
        long calls = Interlocked.Read(ref _calls);
        Volatile.Write(ref _rate, (calls - _callsAtTurn) / Math.Max(length.TotalSeconds, 1e-3));
        _callsAtTurn = calls;
        _queue.Turn();
        _native.Turn();
    }

    /// <summary>What was measured.</summary>
    public LibraryMetrics Read() => new(
        Interlocked.Read(ref _calls),
        Interlocked.Read(ref _restarts),
        Math.Round(Volatile.Read(ref _rate), 1),
        _queue.Percentile(0.5),
        _queue.Percentile(0.99),
        _native.Percentile(0.5),
        _native.Percentile(0.99));
}
