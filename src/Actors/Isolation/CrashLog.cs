namespace ActorFfi;

/// <summary>The last crash reports of a library.</summary>
/// <remarks>Threads: any; guarded by the lock.</remarks>
internal sealed class CrashLog
{
    private const int Capacity = 20;

    private readonly Lock _gate = new();
    private readonly Queue<CrashReport> _reports = new(Capacity);

    /// <summary>Notes a report, and forgets the oldest where there are too many.</summary>
    public void Add(CrashReport report)
    {
        lock (_gate)
        {
            if (_reports.Count == Capacity)
            {
                _reports.Dequeue();
            }

            _reports.Enqueue(report);
        }
    }

    /// <summary>The reports, the newest first.</summary>
    public IReadOnlyList<CrashReport> List()
    {
        lock (_gate)
        {
            return [.. _reports.Reverse()];
        }
    }
}
