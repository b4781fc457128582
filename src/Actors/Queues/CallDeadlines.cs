namespace ActorFfi;

/// <summary>The outstanding calls of a mailbox that have a deadline, and the timer of the earliest one.</summary>
/// <remarks>
/// Calls without a deadline never come here. The timer is set anew only when a call has an earlier deadline than any before it,
/// and when it has fired. Threads: the fields are guarded by the lock; calls are answered outside it.
/// </remarks>
internal sealed class CallDeadlines(TimeProvider time, Action<LateCall> expire)
{
    private static readonly TimeSpan _again = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly HashSet<NativeCall> _calls = [];
    private ITimer? _timer;
    private long _armedFor; // The deadline that the timer fires at; 0 where it is not set.

    /// <summary>How many calls are watched.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>The timestamp of a deadline that begins now.</summary>
    public long After(TimeSpan timeout) => time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);

    /// <summary>Whether a deadline has passed.</summary>
    public bool HasPassed(long deadline) => time.GetTimestamp() >= deadline;

    /// <summary>Watches a call until <see cref="Remove"/>.</summary>
    public void Add(NativeCall call)
    {
        lock (_gate)
        {
            _calls.Add(call);
            if (_armedFor == 0 || call.Deadline < _armedFor)
            {
                Arm_NeedsLock(call.Deadline);
            }
        }
    }

    /// <summary>Forgets a call that is being answered.</summary>
    public void Remove(NativeCall call)
    {
        lock (_gate)
        {
            _calls.Remove(call);
        }
    }

    private void OnTimer()
    {
        List<LateCall> late = [];
        lock (_gate)
        {
            _armedFor = 0;
            long earliest = long.MaxValue;
            foreach (NativeCall call in _calls)
            {
                if (HasPassed(call.Deadline))
                {
                    late.Add(new LateCall(call, call.Use, call.LibraryName, call.SymbolName, call.Timeout)); // Watched calls are not reused.
                }
                else
                {
                    earliest = Math.Min(earliest, call.Deadline);
                }
            }

            // Whoever is late may be on its way into the queue, or just being answered: looked at again until it has left.
            if (late.Count > 0)
            {
                earliest = Math.Min(earliest, After(_again));
            }

            if (earliest != long.MaxValue)
            {
                Arm_NeedsLock(earliest);
            }
        }

        late.ForEach(expire);
    }

    // Rounded up, so that the timer never fires before the deadline and finds nothing late.
    private void Arm_NeedsLock(long deadline)
    {
        _armedFor = deadline;
        double seconds = Math.Max(0, deadline - time.GetTimestamp()) / (double)time.TimestampFrequency;
        TimeSpan due = TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000));
        _timer ??= time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }
}
