namespace ActorFfi;

/// <content>The way from one declaration of a library to the next: the trial, and the change of places.</content>
internal sealed partial class LibraryEntry
{
    private readonly Lock _ownGate = new(); // Of nobody else, where the queues share none.

    /// <summary>Whether it must not be started, whoever wants it, because another declaration of the same file has not ended.</summary>
    public bool AwaitsTurn { get; set; }

    /// <summary>Keeps the states of the library to itself, while it is on trial and after it was replaced.</summary>
    public void Hide()
    {
        lock (_stateGate)
        {
            IsCurrent = false;
        }
    }

    /// <summary>Ends a trial that has failed; calls that wait go on waiting until it is known where to.</summary>
    public LibraryUnavailableException FailTrial(LibraryFailure failure)
    {
        LibraryUnavailableException reason = new(Name, LibraryState.Failed, LibraryFailures.Describe(failure), _time.GetUtcNow(), nextAttempt: null, failure.Cause);
        TrialFailure = reason;
        _settled.TrySetResult();
        return reason;
    }

    /// <summary>Tells the states of the library from now on.</summary>
    public void Show()
    {
        lock (_stateGate)
        {
            IsCurrent = true;
            Tell(LibraryState.Loading, _status);
        }
    }

    /// <summary>Lets the library take the place of another one of its name: calls reach this one from now on.</summary>
    /// <param name="predecessor">The other one.</param>
    /// <param name="end">Why that one refuses calls from the same moment on; null where it takes those that have looked it up.</param>
    /// <remarks>With keys, a moment for all symbols: a call that is made after one which reached this library does so too, whatever its symbol.</remarks>
    public void TakeOver(LibraryEntry predecessor, LibraryStatus? end = null)
    {
        Interlocked.Exchange(ref _generation, Math.Max(Generation, predecessor.Generation));
        predecessor.Hide();
        WakeList wake = default;
        lock (predecessor._stateGate)
        {
            lock (QueueGate)
            {
                lock (predecessor.QueueGate)
                {
                    Supersede_NeedsLock(predecessor, end, ref wake);
                }
            }
        }

        wake.Wake();
        lock (_stateGate)
        {
            IsCurrent = true;
            Tell(predecessor.State, _status);
        }
    }

    private Lock QueueGate => _sharedQueues?.Gate ?? _ownGate;

    private void Supersede_NeedsLock(LibraryEntry predecessor, LibraryStatus? end, ref WakeList wake)
    {
        CountCallsAfter(predecessor);
        foreach (SymbolEntry symbol in Symbols.Values)
        {
            symbol.Supersede(null); // Where the other one had taken the place of this.
        }

        foreach (SymbolEntry symbol in predecessor.Symbols.Values)
        {
            symbol.Supersede(Symbols.GetValueOrDefault(symbol.Name));
        }

        if (end is not null)
        {
            predecessor.Refuse_NeedsLock(end, ref wake); // Who is refused knows where to go.
        }
    }

    // What the predecessor has accepted, or still accepts, comes before what is accepted here.
    private void CountCallsAfter(LibraryEntry predecessor)
    {
        long last = 0;
        foreach (SymbolEntry symbol in predecessor.Symbols.Values)
        {
            lock (symbol.Queues.Gate)
            {
                last = Math.Max(last, symbol.Queues.LastOrder);
            }
        }

        foreach (QueueGroup queues in Symbols.Values.Select(static symbol => symbol.Queues).Distinct())
        {
            lock (queues.Gate)
            {
                queues.CountFrom(last);
            }
        }
    }
}
