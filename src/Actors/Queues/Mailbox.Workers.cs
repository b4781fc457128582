namespace ActorFfi;

/// <content>The side of the workers, and of the actors that supervise them.</content>
internal sealed partial class Mailbox
{
    private const int LingerTurns = 16; // Of some 40 nanoseconds each.
    private const int PauseAmidBurst = 4;
    private const int LooksAmidBurst = 2; // Fewer, because each look takes a cache line from whoever is posting.

    /// <summary>Waits for a moment, without the lock, when nothing is queued: amid a burst the next call is about to come, and resting costs both sides more.</summary>
    public void Linger()
    {
        int step = _isBurst ? LingerTurns / LooksAmidBurst : 1;
        bool mayCome = _isPlain && SpinRule.MostSpinners > 0;
        if (mayCome && _isBurst && Queue.Ready == 0)
        {
            Thread.SpinWait(PauseAmidBurst); // Several are then taken at a look, instead of one by one with whoever posts them.
        }

        for (int i = 0; mayCome && i < LingerTurns && Queue.Ready == 0 && _incoming.IsEmpty; i += step)
        {
            Thread.SpinWait(step);
        }
    }

    /// <summary>Gives a worker its next call, or lets it rest; reports the end of its previous call in the same step.</summary>
    public NativeCall? Next(CallWorker worker, bool hasFinished)
    {
        NativeCall? call = null;
        WakeList wake = default;
        lock (_gate)
        {
            if (hasFinished)
            {
                Finish_NeedsLock(worker, worker, ref wake);
            }

            _workers.Arrive(worker);
            if (worker is { IsRetired: false, IsSuspended: false })
            {
                call = Take_NeedsLock(worker, ref wake);
            }

            if (call is null || !_isPlain || _posting.Attention != 0)
            {
                Stir_NeedsLock(ref wake);
                Settle_NeedsLock(ref wake);
            }
        }

        wake.Wake();
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
            Finish_NeedsLock(worker, null, ref wake);
            comesAgain = worker is { IsRetired: false, IsSuspended: false };
            if (comesAgain)
            {
                _workers.ExpectComing(worker);
            }

            Settle_NeedsLock(ref wake);
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
            _workers.ExpectComing(worker);
        }

        worker.Wake();
    }

    /// <summary>Takes back a call that a worker could not begin; it is the next one to be taken, or the last, and the worker gets none until <see cref="Continue"/>.</summary>
    public void PutBack(CallWorker worker, NativeCall call, bool isLast = false)
    {
        WakeList wake = default;
        Exception? refusal;
        lock (_gate)
        {
            KeepTurn_NeedsLock(worker, call);
            worker.IsSuspended = true;
            call.Requeue();
            refusal = _closing;
            if (refusal is null)
            {
                Queue.PutBack(call, isLast, ref wake);
            }
            else
            {
                Queue.ForgetLine(call, ref wake);
            }

            Finish_NeedsLock(worker, null, ref wake);
            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
        if (refusal is not null)
        {
            SendOn([call], refusal);
        }
    }

    // What is put back keeps the turns of its keys.
    private static void KeepTurn_NeedsLock(CallWorker worker, NativeCall call)
    {
        if (worker.Batch is { } batch)
        {
            batch.Carrier = call;
            worker.Batch = null;
        }
        else
        {
            call.Line = worker.Line;
            worker.Line = null;
        }
    }

    /// <summary>Adds a worker, which then comes for calls by itself.</summary>
    public void Add(CallWorker worker)
    {
        lock (_gate)
        {
            _workers.Add(worker);
        }
    }

    /// <summary>Changes the bounds of the queue and the number of workers; no call is lost by it.</summary>
    public void Reconfigure(SymbolSettings settings)
    {
        List<CallWorker> surplus;
        WakeList wake = default;
        lock (_gate)
        {
            TakeIn_NeedsLock(ref wake);
            Queue.Reconfigure(settings, ref wake);
            _incoming.Admit(Queue.Room);
            wake.Add(_growth.Reconfigure(settings));
            surplus = _workers.Surplus(settings.MaximumWorkers);
            Stir_NeedsLock(ref wake);
            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
        surplus.ForEach(static worker => worker.Leave());
    }

    /// <summary>What each worker does at this moment.</summary>
    public WorkerStatus[] DescribeWorkers()
    {
        lock (_gate)
        {
            return _workers.Describe();
        }
    }

    /// <summary>Takes a worker away: it gets no further call, and is woken if it rests.</summary>
    public void Retire(CallWorker worker)
    {
        WakeList wake = default;
        bool isBusy;
        lock (_gate)
        {
            isBusy = worker.IsBusy;
            RemoveWorker_NeedsLock(worker, ref wake);
            TakeIn_NeedsLock(ref wake);
            Stir_NeedsLock(ref wake);
            Settle_NeedsLock(ref wake);
        }

        worker.OnRetired(isBusy);
        wake.Wake();
    }

    /// <summary>Takes a worker away that has rested for long, unless it was just woken or is to be kept.</summary>
    public bool TryRetireIdle(CallWorker worker, TimeSpan restedFor)
    {
        WakeList wake = default;
        bool isRetired;
        lock (_gate)
        {
            if (worker is { IsRetired: false, IsIdle: true } && worker.Bound is not { Count: > 0 } && _growth.IsTooMany(restedFor))
            {
                RemoveWorker_NeedsLock(worker, ref wake);
                Settle_NeedsLock(ref wake);
            }

            isRetired = worker.IsRetired;
        }

        wake.Wake();
        return isRetired;
    }

    /// <summary>Connects the mailbox with the actor that can start workers, and asks for some if calls are waiting.</summary>
    public void Attach(Action<int> start)
    {
        WakeList wake = default;
        lock (_gate)
        {
            _growth.Attach(new WorkerRequest(start));
            TakeIn_NeedsLock(ref wake);
            Stir_NeedsLock(ref wake);
            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
    }

    /// <summary>Disconnects the mailbox from its actor; calls go on being accepted and wait.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _growth.Detach();
        }
    }

    /// <summary>Hands a free place to a worker of this mailbox, if there is a call for it.</summary>
    /// <param name="arriving">A worker, of this mailbox or another, that comes for a call anyway.</param>
    public CallWorker? HandOver_NeedsLock(CallWorker? arriving)
    {
        if (!_limits.HasRoom_NeedsLock)
        {
            return null;
        }

        bool isOwn = arriving is { IsRetired: false, HasPlace: false } && arriving.Mailbox == this;
        CallWorker? worker = isOwn && Queue.HasCallFor(arriving!) ? arriving
            : Queue.Ready > 0 && _workers.HasIdle ? _workers.Rouse()
            : _workers.RouseBound();
        if (worker is not null)
        {
            worker.HasPlace = true;
            _limits.Enter_NeedsLock();
        }

        return worker;
    }

    /// <summary>Wakes a resting worker if there is a call for it, and asks for another one if calls wait too long.</summary>
    public void Stir_NeedsLock(ref WakeList wake)
    {
        bool hasRoom = _limits.HasRoom_NeedsLock;
        if (hasRoom && _workers.HasIdle && _workers.Waking < Queue.Ready)
        {
            wake.Add(_workers.Rouse());
        }

        wake.Add(_growth.Review(hasRoom, isDue: false));
    }

    private void OnGrowthDue()
    {
        WakeList wake = default;
        lock (_gate)
        {
            TakeIn_NeedsLock(ref wake);
            wake.Add(_growth.Review(_limits.HasRoom_NeedsLock, isDue: true));
            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
    }

    private NativeCall? Take_NeedsLock(CallWorker worker, ref WakeList wake)
    {
        if (!Queue.HasCallFor(worker))
        {
            TakeIn_NeedsLock(ref wake);
        }

        bool hasCall = Queue.HasCallFor(worker);
        bool hasPlace = worker.HasPlace;
        worker.HasPlace = false;
        if (hasPlace && !hasCall)
        {
            _limits.Exit_NeedsLock(null, ref wake); // The call that the place was for was withdrawn meanwhile.
        }

        if (!hasCall || (!hasPlace && !_limits.HasRoom_NeedsLock))
        {
            _workers.Rest(worker);
            return null;
        }

        if (!hasPlace)
        {
            _limits.Enter_NeedsLock();
        }

        NativeCall call = Queue.RemoveFor(worker, ref wake);
        _workers.Begin(worker, call);
        return call;
    }

    private void Finish_NeedsLock(CallWorker worker, CallWorker? arriving, ref WakeList wake)
    {
        _workers.Finish(worker);
        if (worker.Batch is { } batch)
        {
            worker.Batch = null;
            _group.Keys.Leave(batch, worker, ref wake);
        }

        if (worker.Line is { } line)
        {
            worker.Line = null;
            _group.Keys.Leave(line, worker, ref wake);
        }

        if (!_limits.IsEmpty)
        {
            _limits.Exit_NeedsLock(arriving, ref wake);
        }
    }

    private void RemoveWorker_NeedsLock(CallWorker worker, ref WakeList wake)
    {
        if (worker.IsRetired)
        {
            return;
        }

        _workers.Remove(worker);
        Queue.Unbind(worker);
        if (worker.HasPlace)
        {
            worker.HasPlace = false;
            _limits.Exit_NeedsLock(null, ref wake);
        }
    }
}
