namespace ActorFfi;

/// <summary>The bounded queue of a symbol's nonblocking calls, shared by its workers.</summary>
/// <remarks>
/// The mailbox belongs to the symbol, not to an incarnation of its actors, and survives their restarts.
/// Threads: every field is guarded by the lock, but for what has come in and not been looked at: as long as nothing but room in the
/// queue is needed, a call is posted without the lock. Workers are woken, and calls answered, outside it.
/// A worker is woken for each queued call as long as one is idle, so that a slow call never holds up one behind it.
/// </remarks>
internal sealed partial class Mailbox
{
    private readonly Lock _gate;
    private readonly LimitSet _limits;
    private readonly QueueGroup _group;
    private readonly MailboxGrowth _growth;
    private readonly IncomingCalls _incoming = new();
    private readonly WorkerRoster _workers = new();
    private readonly bool _isPooled; // Workers are places on the thread pool.
    private readonly bool _isPlain; // Neither limits, bytes nor keys: a call needs nothing but room.
    private bool _isBurst; // Whether several calls came in at once lately.
    private PostingState _posting; // Written under the lock, read without it.
    private Exception? _refusal; // Why calls are refused; null while they are accepted.
    private Exception? _closing; // The same where those that were accepted are answered with it too.
    private TaskCompletionSource? _empty; // Completed when nothing is queued or running.
    private TaskCompletionSource? _noneRuns; // Completed when nothing is running.

    public Mailbox(SymbolSettings settings, QueueGroup group, LimitSet limits, int keyIndex, TimeProvider time)
    {
        _gate = group.Gate;
        _group = group;
        _limits = limits;
        KeyIndex = keyIndex;
        Queue = new CallQueue(this, settings, group);
        _growth = new MailboxGrowth(settings, Queue, _workers, OnGrowthDue, time);
        Deadlines = new CallDeadlines(time, Expire);
        _isPooled = settings.Threads == ThreadMode.Shared;
        _isPlain = limits.IsEmpty && keyIndex < 0 && group.Bounds is null && !Queue.CountsBytes;
        _posting.Attention = 1;
        limits.Add(this);
    }

    /// <summary>The outstanding calls that have a deadline.</summary>
    public CallDeadlines Deadlines { get; }

    /// <summary>The calls that have not begun; needs the lock.</summary>
    public CallQueue Queue { get; }

    /// <summary>The parameter that calls are kept apart by; -1 for none.</summary>
    public int KeyIndex { get; }

    /// <summary>How many calls wait, those that found the queue full included.</summary>
    public int Length
    {
        get
        {
            WakeList wake = default;
            int length;
            lock (_gate)
            {
                TakeIn_NeedsLock(ref wake);
                length = Queue.Count;
            }

            wake.Wake();
            return length;
        }
    }

    /// <summary>How many calls wait or run.</summary>
    public int AcceptedCalls
    {
        get
        {
            WakeList wake = default;
            int calls;
            lock (_gate)
            {
                TakeIn_NeedsLock(ref wake);
                calls = Queue.Count + _workers.Running;
            }

            wake.Wake();
            return calls;
        }
    }

    /// <summary>How many given-up calls native code has not returned from.</summary>
    public int Abandoned
    {
        get
        {
            lock (_gate)
            {
                return _workers.Abandoned;
            }
        }
    }

    /// <summary>How many workers serve the mailbox.</summary>
    public int Workers
    {
        get
        {
            lock (_gate)
            {
                return _workers.Count;
            }
        }
    }

    /// <summary>Whether a reply may be about to come: few calls run, and no worker is on its way through the thread pool. A guess, taken without the lock.</summary>
    public bool MayReplySoon => (_workers.Running <= 1 || _workers.Count == 1) && !(_isPooled && _workers.Waking > 0);

    /// <summary>Whether calls come in by several at once, and their replies one after the other. A guess, taken without the lock.</summary>
    public bool IsAmidBurst => _isBurst;

    /// <summary>How many calls were refused for a reason.</summary>
    public long RefusedFor(CallRefusal reason)
    {
        lock (_gate)
        {
            return Queue.RefusedFor(reason);
        }
    }

    /// <summary>Accepts a call, or answers it with a refusal.</summary>
    public void Post(NativeCall call)
    {
        if (Volatile.Read(ref _posting.Attention) != 0 || !_incoming.TryPush(call))
        {
            PostUnderLock(call);
        }
        else if (Volatile.Read(ref _posting.Attention) != 0)
        {
            Attend(); // Whoever asked for attention meanwhile may have looked before the call was there.
        }
    }

    /// <summary>Takes one use of a call, which native code has not seen, out of the queue and answers it with the reason.</summary>
    /// <returns>False where the call is not queued any more.</returns>
    public bool TryWithdraw(NativeCall call, long use, Exception reason)
    {
        if (call.Batch is { } batch)
        {
            return batch.TryWithdraw(call, reason);
        }

        WakeList wake = default;
        bool isThere;
        lock (_gate)
        {
            TakeIn_NeedsLock(ref wake);
            isThere = IsQueued_NeedsLock(call, use);
            if (isThere)
            {
                Queue.Remove(call, ref wake);
                Settle_NeedsLock(ref wake);
            }
        }

        wake.Wake();
        if (isThere)
        {
            call.Withdraw(reason);
        }

        return isThere;
    }

    /// <summary>Whether nobody but these workers will take a call: no other rests, comes, can be added, or is at a call.</summary>
    public bool IsLeftTo(ReadOnlySpan<CallWorker> workers)
    {
        lock (_gate)
        {
            List<CallWorker> busy = _workers.Busy();
            bool isLeft = busy.Count > 0 && !_workers.HasIdle && _workers.Waking == 0 && !_growth.CanGrow;
            foreach (CallWorker worker in busy)
            {
                isLeft &= workers.Contains(worker);
            }

            return isLeft;
        }
    }

    /// <summary>Accepts calls again.</summary>
    public void Open()
    {
        WakeList wake = default;
        lock (_gate)
        {
            _refusal = null;
            _closing = null;
            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
    }

    /// <summary>Refuses calls from now on; what is queued stays.</summary>
    public void Refuse(Exception reason, ref WakeList wake)
    {
        lock (_gate)
        {
            TakeIn_NeedsLock(ref wake);
            _refusal = reason;
            Settle_NeedsLock(ref wake);
        }
    }

    /// <summary>Refuses calls from now on, and takes out all that are queued, which are then to be sent on.</summary>
    public void Close(Exception reason, List<NativeCall> withdrawn, ref WakeList wake)
    {
        lock (_gate)
        {
            TakeIn_NeedsLock(ref wake);
            _refusal = reason;
            _closing = reason;
            TakeOut_NeedsLock(withdrawn, ref wake);
            Settle_NeedsLock(ref wake);
        }
    }

    /// <summary>Completes when nothing is queued, waiting or running.</summary>
    public Task WhenEmpty()
    {
        WakeList wake = default;
        Task task;
        lock (_gate)
        {
            TakeIn_NeedsLock(ref wake);
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            task = _empty.Task;
            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
        return task;
    }

    /// <summary>Completes when nothing is running but what was given up.</summary>
    public Task WhenNoneRuns()
    {
        lock (_gate)
        {
            if (_workers.Running == 0)
            {
                return Task.CompletedTask;
            }

            _noneRuns ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _noneRuns.Task;
        }
    }

    /// <summary>The same, with its place settled when this returns: no call that comes later to whichever queue of the group is before it.</summary>
    public void PostUnderLock(NativeCall call)
    {
        Exception? refusal;
        WakeList wake = default;
        lock (_gate)
        {
            TakeIn_NeedsLock(ref wake);
            refusal = _refusal ?? Queue.Accept(call);
            _incoming.Admit(Queue.Room);
            Stir_NeedsLock(ref wake);
            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
        if (refusal is not null)
        {
            TurnAway(call, refusal);
        }
    }

    /// <summary>Sends a call that was never accepted here to the symbol that has taken this one's place, or answers it with the reason.</summary>
    public static void TurnAway(NativeCall call, Exception reason)
    {
        if (call.TryFollow())
        {
            call.PostAgain();
        }
        else
        {
            call.Withdraw(reason);
        }
    }

    private bool IsQueued_NeedsLock(NativeCall call, long use) => IsListed_NeedsLock(call) && call.Use == use;

    // A call that has followed its symbol stands in a list of another mailbox, whose lock this is not.
    private bool IsListed_NeedsLock(NativeCall call)
    {
        bool isListed = call.List is not null;
        Interlocked.MemoryBarrier(); // The symbol is changed before the call is listed again, and must be read after.
        return isListed && call.Callee?.Mailbox == this;
    }

    private void Attend()
    {
        WakeList wake = default;
        lock (_gate)
        {
            TakeIn_NeedsLock(ref wake);
            Stir_NeedsLock(ref wake);
            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
    }

    // What came in without the lock is accepted now, or refused where it turns out to have been one too many.
    private void TakeIn_NeedsLock(ref WakeList wake)
    {
        if (_incoming.IsEmpty)
        {
            return;
        }

        int count = _incoming.BeginTake();
        if (_isBurst != _incoming.IsBurst)
        {
            _isBurst = _incoming.IsBurst; // Not written without need: callers read what lies beside it.
        }

        for (int i = 0; i < count; i++)
        {
            NativeCall call = _incoming.Take();
            call.Arguments.ExpectFrame();
            if ((_refusal ?? Queue.Accept(call)) is { } refusal)
            {
                wake.Add(new RefusedCall(call, refusal));
            }
        }

        _incoming.EndTake(Queue.Room);
    }

    // Ends each step under the lock: says whether posting threads must come to it, and whether nothing is left.
    private void Settle_NeedsLock(ref WakeList wake)
    {
        bool isNeeded = !_isPlain || _refusal is not null || _workers.HasIdle || _growth.NeedsAttention;
        int attention = isNeeded ? 1 : 0;
        if (attention != _posting.Attention)
        {
            Interlocked.Exchange(ref _posting.Attention, attention); // A full fence: whoever posts sees it, or is seen below.
            if (isNeeded)
            {
                TakeIn_NeedsLock(ref wake);
                Stir_NeedsLock(ref wake);
            }
        }

        if ((_empty ?? _noneRuns) is not null && _workers.Running == 0)
        {
            SignalQuiet_NeedsLock();
        }
    }

    // Both continue asynchronously, hence not under the lock.
    private void SignalQuiet_NeedsLock()
    {
        _noneRuns?.SetResult();
        _noneRuns = null;
        if (_empty is not null && Queue.Count == 0)
        {
            _empty.SetResult();
            _empty = null;
        }
    }
}
