namespace ActorFfi;

/// <summary>The concurrency limits that a symbol's calls pass: its own, its library's, both or none.</summary>
/// <remarks>Threads: everything but the blocking <see cref="Enter"/> and <see cref="Exit"/> needs the lock.</remarks>
internal sealed class LimitSet
{
    private readonly Lock _gate;
    private readonly ConcurrencyLimit[] _limits;

    public LimitSet(Lock gate, ReadOnlySpan<ConcurrencyLimit> limits)
    {
        _gate = gate;
        _limits = [.. limits];
    }

    /// <summary>Whether there is no limit at all.</summary>
    public bool IsEmpty => _limits.Length == 0;

    /// <summary>Whether a call may begin.</summary>
    public bool HasRoom_NeedsLock
    {
        get
        {
            foreach (ConcurrencyLimit limit in _limits)
            {
                if (!limit.HasRoom_NeedsLock)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Puts a mailbox under the limits.</summary>
    public void Add(Mailbox mailbox)
    {
        lock (_gate)
        {
            foreach (ConcurrencyLimit limit in _limits)
            {
                limit.Add_NeedsLock(mailbox);
            }
        }
    }

    /// <summary>Takes a place under each limit.</summary>
    public void Enter_NeedsLock()
    {
        foreach (ConcurrencyLimit limit in _limits)
        {
            limit.Enter_NeedsLock();
        }
    }

    /// <summary>Gives the places back and hands them on.</summary>
    /// <param name="arriving">The worker that gave them back and comes for its next call; null where there is none.</param>
    /// <param name="wake">Collects whom to wake.</param>
    public void Exit_NeedsLock(CallWorker? arriving, ref WakeList wake)
    {
        foreach (ConcurrencyLimit limit in _limits)
        {
            limit.Leave_NeedsLock();
        }

        foreach (ConcurrencyLimit limit in _limits)
        {
            wake.Add(limit.HandOn_NeedsLock(arriving));
        }
    }

    /// <summary>Changes the first of the limits.</summary>
    public void Resize(int most)
    {
        WakeList wake = default;
        lock (_gate)
        {
            _limits[0].Resize_NeedsLock(most, ref wake);
        }

        wake.Wake();
    }

    /// <summary>Whether each of these is also one of the others.</summary>
    public bool IsWithin(LimitSet others) => Array.TrueForAll(_limits, others.Contains);

    /// <summary>The limits, the narrower first.</summary>
    public ReadOnlySpan<ConcurrencyLimit> All => _limits;

    /// <summary>Whether a limit is one of these.</summary>
    public bool Contains(ConcurrencyLimit limit) => Array.IndexOf(_limits, limit) >= 0;

    /// <summary>Takes the places for a synchronous call; blocks until there is room. The narrower limit comes first, so that nobody holds up the library while waiting for a symbol.</summary>
    /// <exception cref="CallRefusedException">It would wait for a place that a call around this one holds, or on a pinned thread.</exception>
    public void Enter(string library, string symbol)
    {
        for (int i = 0; i < _limits.Length; i++)
        {
            ConcurrencyLimit limit = _limits[i];
            string? holder = CallHoldings.HolderOf(limit);
            bool mayWait = !PinnedThread.IsAnyCurrent && holder is null;
            SynchronousTurn? turn = null;
            bool isRefused;
            lock (_gate)
            {
                isRefused = !mayWait && !limit.HasRoom_NeedsLock;
                turn = isRefused ? null : limit.EnterOrLineUp_NeedsLock();
            }

            if (isRefused)
            {
                GiveBack(i);
                throw CallRefusedException.ForPlace(library, symbol, limit.Most, holder);
            }

            if (turn is not null)
            {
                Await(turn, i, library, symbol);
            }
        }
    }

    private void Await(SynchronousTurn turn, int index, string library, string symbol)
    {
        ConcurrencyLimit limit = _limits[index];
        try
        {
            turn.Await(calls => calls.Holder(call => CallHoldings.HolderOf(limit, call)) is { } holder && TryWithdraw(limit, turn)
                ? CallRefusedException.ForPlace(library, symbol, limit.Most, holder)
                : null);
        }
        catch (CallRefusedException)
        {
            GiveBack(index);
            throw;
        }
    }

    private bool TryWithdraw(ConcurrencyLimit limit, SynchronousTurn turn)
    {
        lock (_gate)
        {
            return limit.TryWithdraw_NeedsLock(turn);
        }
    }

    /// <summary>Gives the places of a synchronous call back.</summary>
    public void Exit() => GiveBack(_limits.Length);

    private void GiveBack(int count)
    {
        WakeList wake = default;
        lock (_gate)
        {
            foreach (ConcurrencyLimit limit in _limits.AsSpan(0, count))
            {
                limit.Leave_NeedsLock();
            }

            foreach (ConcurrencyLimit limit in _limits.AsSpan(0, count))
            {
                wake.Add(limit.HandOn_NeedsLock(null));
            }
        }

        wake.Wake();
    }
}
