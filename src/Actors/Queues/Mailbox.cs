using System.Diagnostics;

namespace ActorFfi;

/// <summary>The bounded queue of a symbol's nonblocking calls, shared by its workers.</summary>
/// <remarks>
/// The mailbox belongs to the symbol, not to an incarnation of its actors, and survives their restarts.
/// Threads: every field is guarded by the lock; workers are woken, and calls answered, outside it.
/// A worker is woken for each queued call as long as one is idle, so that a slow call never holds up one behind it.
/// </remarks>
internal sealed class Mailbox
{
    private readonly Lock _gate;
    private readonly LimitSet _limits;
    private readonly SymbolSettings _settings;
    private readonly CallList _queued = new(CallPlace.Queued); // At most QueueLimit calls.
    private readonly CallList _waiting = new(CallPlace.Waiting); // Calls that found the queue full.
    private readonly IdleWorkers _idle = new();
    private int _waking; // Workers that were woken and have not come for a call yet.
    private readonly List<CallWorker> _present = []; // All workers; retired ones too while they finish a call.
    private int _workers; // Without the retired ones.
    private int _running;
    private bool _isWanted; // A further worker was asked for and has not come yet.
    private Action? _want; // Asks for a further worker; null while no actor supervises the symbol.
    private Exception? _refusal; // Why calls are refused; null while they are accepted.
    private TaskCompletionSource? _empty; // Completed when nothing is queued or running.
    private TaskCompletionSource? _noneRuns; // Completed when nothing is running.
    private int _abandoned; // Given-up calls that are still running.

    public Mailbox(SymbolSettings settings, Lock gate, LimitSet limits)
    {
        _settings = settings;
        _gate = gate;
        _limits = limits;
        limits.Add(this);
    }

    /// <summary>How many calls wait, those that found the queue full included.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
            {
                return _queued.Count + _waiting.Count;
            }
        }
    }

    /// <summary>How many calls wait or run.</summary>
    public int AcceptedCalls
    {
        get
        {
            lock (_gate)
            {
                return _queued.Count + _waiting.Count + _running;
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
                return _workers;
            }
        }
    }

    /// <summary>How many given-up calls native code has not returned from.</summary>
    public int Abandoned
    {
        get
        {
            lock (_gate)
            {
                return _abandoned;
            }
        }
    }

    private bool CanServe_NeedsLock => _queued.Count > 0 && _limits.HasRoom_NeedsLock;

    /// <summary>Accepts a call, or answers it with a refusal.</summary>
    public void Post(NativeCall call)
    {
        Exception? refusal;
        CallWorker? worker = null;
        Action? want = null;
        lock (_gate)
        {
            refusal = Accept_NeedsLock(call);
            if (refusal is null)
            {
                worker = WorkerToWake_NeedsLock();
                want = worker is null ? Want_NeedsLock() : null;
            }
        }

        worker?.Wake();
        want?.Invoke();
        if (refusal is not null)
        {
            call.Withdraw(refusal);
        }
    }

    /// <summary>Takes a call that native code has not seen out of the queue and answers it with the reason.</summary>
    /// <returns>False where the call is not queued any more.</returns>
    public bool TryWithdraw(NativeCall call, Exception reason)
    {
        lock (_gate)
        {
            if (call.Place == CallPlace.None)
            {
                return false;
            }

            (call.Place == CallPlace.Queued ? _queued : _waiting).Remove(call);
            Admit_NeedsLock();
            SignalEmpty_NeedsLock();
        }

        call.Withdraw(reason);
        return true;
    }

    /// <summary>Gives a worker its next call, or lets it rest; reports the end of its previous call in the same step.</summary>
    public NativeCall? Next(CallWorker worker, bool hasFinished)
    {
        NativeCall? call = null;
        Action? want = null;
        WakeList wake = default;
        lock (_gate)
        {
            if (hasFinished)
            {
                Finish_NeedsLock(worker);
                _limits.Exit_NeedsLock(worker, ref wake);
            }

            Arrive_NeedsLock(worker);
            if (worker is { IsRetired: false, IsSuspended: false })
            {
                call = Take_NeedsLock(worker, ref wake);
                if (_queued.Count > _waking)
                {
                    wake.Add(WorkerToWake_NeedsLock());
                    want = Want_NeedsLock();
                }
            }

            SignalEmpty_NeedsLock();
        }

        wake.Wake();
        want?.Invoke();
        return call;
    }

    /// <summary>Ends a worker's turn after a call, without giving it another one.</summary>
    /// <returns>Whether the worker should come again: true unless it was retired or waits for a decision.</returns>
    public bool Yield(CallWorker worker)
    {
        WakeList wake = default;
        bool comesAgain;
        lock (_gate)
        {
            Finish_NeedsLock(worker);
            _limits.Exit_NeedsLock(null, ref wake);
            comesAgain = worker is { IsRetired: false, IsSuspended: false };
            worker.IsWaking = comesAgain;
            _waking += comesAgain ? 1 : 0;
            SignalEmpty_NeedsLock();
        }

        wake.Wake();
        return comesAgain;
    }

    /// <summary>Gives a worker no call until <see cref="Continue"/>.</summary>
    public void Suspend(CallWorker worker)
    {
        lock (_gate)
        {
            worker.IsSuspended = true;
        }
    }

    /// <summary>Gives a suspended worker calls again.</summary>
    public void Continue(CallWorker worker)
    {
        lock (_gate)
        {
            if (!worker.IsSuspended || worker.IsRetired)
            {
                return;
            }

            worker.IsSuspended = false;
            worker.IsWaking = true;
            _waking++;
        }

        worker.Wake();
    }

    /// <summary>Answers every call that is running with the reason; native code goes on, and what it returns goes nowhere.</summary>
    /// <returns>How many calls were answered.</returns>
    public int AbandonRunning(Exception reason)
    {
        List<CallWorker> running;
        lock (_gate)
        {
            running = [.. _present.Where(static worker => worker is { IsBusy: true, IsAbandoned: false })];
        }

        long now = Stopwatch.GetTimestamp();
        return running.Count(one => TryAbandon(one, reason, now));
    }

    // A worker whose call was given up counts as gone; when native code returns after all, it ends.
    private bool TryAbandon(CallWorker worker, Exception reason, long now)
    {
        RunningCall current;
        lock (_gate)
        {
            current = worker.Current;
            if (!worker.IsBusy || worker.IsAbandoned || !current.Call.TryBeginAbandon(current.Ticket))
            {
                return false;
            }

            worker.IsAbandoned = true;
            _abandoned++;
            _running--;
            SignalEmpty_NeedsLock();
        }

        current.Call.FinishAbandon(current.Ticket, reason, now);
        return true;
    }

    /// <summary>Adds a worker, which then comes for calls by itself.</summary>
    public void Add(CallWorker worker)
    {
        lock (_gate)
        {
            _present.Add(worker);
            _workers++;
            _isWanted = false;
            worker.IsWaking = true;
            _waking++;
        }
    }

    /// <summary>Takes a worker away: it gets no further call, and is woken if it rests.</summary>
    public void Retire(CallWorker worker)
    {
        WakeList wake = default;
        Action? want;
        lock (_gate)
        {
            RemoveWorker_NeedsLock(worker, ref wake);
            wake.Add(WorkerToWake_NeedsLock());
            want = Want_NeedsLock();
        }

        worker.Wake();
        wake.Wake();
        want?.Invoke();
    }

    /// <summary>Takes a worker away that has rested for long, unless it was just woken.</summary>
    public bool TryRetireIdle(CallWorker worker)
    {
        lock (_gate)
        {
            if (worker.IsRetired || !worker.IsIdle || _workers <= _settings.MinimumWorkers)
            {
                return worker.IsRetired;
            }

            WakeList nobody = default; // A resting worker holds no places that could be handed on.
            RemoveWorker_NeedsLock(worker, ref nobody);
            return true;
        }
    }

    /// <summary>Connects the mailbox with the actor that can start workers, and asks for one if calls are waiting.</summary>
    public void Attach(Action want)
    {
        Action? now;
        lock (_gate)
        {
            _want = want;
            _isWanted = false;
            now = Want_NeedsLock();
        }

        now?.Invoke();
    }

    /// <summary>Disconnects the mailbox from its actor; calls go on being accepted and wait.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _want = null;
        }
    }

    /// <summary>Accepts calls again.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _refusal = null;
        }
    }

    /// <summary>Refuses calls from now on; what is queued stays.</summary>
    public void Refuse(Exception reason)
    {
        lock (_gate)
        {
            _refusal = reason;
        }
    }

    /// <summary>Refuses calls from now on, and answers all that are queued with the reason.</summary>
    /// <returns>How many calls were answered.</returns>
    public int Close(Exception reason)
    {
        List<NativeCall> withdrawn = [];
        lock (_gate)
        {
            _refusal = reason;
            while (_queued.Count > 0)
            {
                withdrawn.Add(_queued.RemoveFirst());
            }

            while (_waiting.Count > 0)
            {
                withdrawn.Add(_waiting.RemoveFirst());
            }

            SignalEmpty_NeedsLock();
        }

        withdrawn.ForEach(call => call.Withdraw(reason));
        return withdrawn.Count;
    }

    /// <summary>Completes when nothing is queued, waiting or running.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task task = _empty.Task;
            SignalEmpty_NeedsLock();
            return task;
        }
    }

    /// <summary>Completes when nothing is running but what was given up.</summary>
    public Task WhenNoneRuns()
    {
        lock (_gate)
        {
            _noneRuns ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task task = _noneRuns.Task;
            SignalEmpty_NeedsLock();
            return task;
        }
    }

    /// <summary>Hands a free place to a worker of this mailbox, if there is a call for it.</summary>
    /// <param name="arriving">A worker, of this mailbox or another, that comes for a call anyway.</param>
    public CallWorker? HandOver_NeedsLock(CallWorker? arriving)
    {
        bool isOwn = arriving is { IsRetired: false, HasPlace: false } && arriving.Mailbox == this;
        if (!CanServe_NeedsLock || (!isOwn && _idle.IsEmpty))
        {
            return null;
        }

        CallWorker worker = isOwn ? arriving! : PopIdle_NeedsLock();
        worker.HasPlace = true;
        _limits.Enter_NeedsLock();
        return worker;
    }

    private Exception? Accept_NeedsLock(NativeCall call)
    {
        if (_refusal is not null)
        {
            return _refusal;
        }

        if (_queued.Count < _settings.QueueLimit && _waiting.Count == 0)
        {
            _queued.Add(call);
            return null;
        }

        if (_settings.Overflow == OverflowMode.Reject)
        {
            return new CallRefusedException(call.LibraryName, call.SymbolName, _settings.QueueLimit);
        }

        _waiting.Add(call);
        return null;
    }

    private void Admit_NeedsLock()
    {
        if (_waiting.Count > 0 && _queued.Count < _settings.QueueLimit)
        {
            _queued.Add(_waiting.RemoveFirst());
        }
    }

    // A worker comes for a call: because it was woken, because it finished one, or because it stopped waiting.
    private void Arrive_NeedsLock(CallWorker worker)
    {
        if (worker.IsWaking)
        {
            worker.IsWaking = false;
            _waking--;
        }

        if (worker.IsIdle)
        {
            _idle.Remove(worker);
        }
    }

    private NativeCall? Take_NeedsLock(CallWorker worker, ref WakeList wake)
    {
        bool hasPlace = worker.HasPlace;
        worker.HasPlace = false;
        if (hasPlace && _queued.Count == 0)
        {
            _limits.Exit_NeedsLock(null, ref wake); // The call that the place was for was withdrawn meanwhile.
            hasPlace = false;
        }

        if (!hasPlace && !CanServe_NeedsLock)
        {
            _idle.Push(worker);
            return null;
        }

        if (!hasPlace)
        {
            _limits.Enter_NeedsLock();
        }

        NativeCall call = _queued.RemoveFirst();
        worker.Current = new RunningCall(call, call.Start());
        worker.IsBusy = true;
        _running++;
        Admit_NeedsLock();
        return call;
    }

    private void Finish_NeedsLock(CallWorker worker)
    {
        worker.IsBusy = false;
        if (worker.IsAbandoned)
        {
            worker.IsAbandoned = false;
            _abandoned--;
        }
        else
        {
            _running--;
        }

        if (worker.IsRetired)
        {
            _present.Remove(worker);
        }
    }

    private CallWorker? WorkerToWake_NeedsLock() =>
        !_idle.IsEmpty && _waking < _queued.Count && _limits.HasRoom_NeedsLock ? PopIdle_NeedsLock() : null;

    // Regardless of limits: a worker must be there to be handed a place.
    private Action? Want_NeedsLock()
    {
        if (_isWanted || !_idle.IsEmpty || _want is null || _workers >= _settings.MaximumWorkers || _waking >= _queued.Count)
        {
            return null;
        }

        _isWanted = true;
        return _want;
    }

    private void RemoveWorker_NeedsLock(CallWorker worker, ref WakeList wake)
    {
        if (worker.IsRetired)
        {
            return;
        }

        worker.IsRetired = true;
        _workers--;
        if (!worker.IsBusy)
        {
            _present.Remove(worker);
        }

        Arrive_NeedsLock(worker);
        if (worker.HasPlace)
        {
            worker.HasPlace = false;
            _limits.Exit_NeedsLock(null, ref wake);
        }
    }

    private void SignalEmpty_NeedsLock()
    {
        if (_running != 0)
        {
            return;
        }

        // Both continue asynchronously, hence not under the lock.
        _noneRuns?.SetResult();
        _noneRuns = null;
        if (_empty is not null && _queued.Count == 0 && _waiting.Count == 0)
        {
            _empty.SetResult();
            _empty = null;
        }
    }

    private CallWorker PopIdle_NeedsLock()
    {
        CallWorker worker = _idle.Pop();
        worker.IsWaking = true;
        _waking++;
        return worker;
    }
}
