namespace ActorFfi;

/// <summary>Remembers the last failures of calls and of libraries.</summary>
/// <remarks>
/// Those of the same kind are one entry that is counted, and libraries have a room of their own, so that no flood of failing calls
/// washes away what matters. Threads: guarded by the lock.
/// </remarks>
internal sealed class FailureLog
{
    private const int Capacity = 50;

    private readonly Lock _gate = new();
    private readonly List<FailureView> _calls = []; // The oldest first, like the other one.
    private readonly List<FailureView> _libraries = [];
    private readonly TimeProvider _time;
    private long _last;

    /// <summary>Begins to remember what fails in a runtime.</summary>
    public FailureLog(FfiRuntime ffi, TimeProvider time)
    {
        _time = time;
        ffi.CallFailed += call => Add(_calls, call.Library, call.Symbol, call.Outcome, call.Failure);
        ffi.LibraryStateChanged += Note;
        foreach (string name in ffi.Libraries)
        {
            if (ffi.TryGetLibrary(name, out LibraryRef? library) && library is { Failure: { } failure, Status: { } status })
            {
                Add(_libraries, name, null, status.State.ToString(), failure);
            }
        }
    }

    /// <summary>Raised after each failure; handlers return at once.</summary>
    public event Action<FailureView>? Added;

    /// <summary>What is remembered, the newest first.</summary>
    public FailureList List()
    {
        lock (_gate)
        {
            return new FailureList([.. _calls.Concat(_libraries).OrderByDescending(failure => failure.Number)]);
        }
    }

    private void Note(LibraryStateChange change)
    {
        if (change is { State: LibraryState.BackingOff or LibraryState.Failed, Cause: { } cause })
        {
            Add(_libraries, change.Library, null, change.State.ToString(), cause);
        }
    }

    private void Add(List<FailureView> list, string library, string? symbol, string outcome, Exception failure)
    {
        FailureView added;
        lock (_gate)
        {
            int same = list.FindIndex(one => one.Library == library && one.Symbol == symbol && one.Outcome == outcome && one.Error == failure.GetType().Name);
            long count = same < 0 ? 1 : list[same].Count + 1;
            if (same >= 0 || list.Count == Capacity)
            {
                list.RemoveAt(Math.Max(same, 0));
            }

            DateTimeOffset now = _time.GetUtcNow();
            added = new FailureView(++_last, now, library, symbol, outcome, failure.GetType().Name, FailureText.Of(failure), count, CrashView.Of(failure, now));
            list.Add(added);
        }

        Added?.Invoke(added);
    }
}
