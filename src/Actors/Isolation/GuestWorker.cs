using System.Diagnostics;

namespace ActorFfi;

/// <summary>A worker whose calls run in guests. It has no thread: whoever posts a call gives it to a guest, and who brings the reply gives the next.</summary>
/// <remarks>
/// Threads: one at a time does the worker's work, handed on by the mailbox and by the guest's replies; an interrupt reads what is volatile.
/// </remarks>
internal sealed partial class GuestWorker(SymbolEntry symbol, IWorkerOwner owner, GuestPool pool) : CallWorker(symbol, owner), IGuestWaiter
{
    private HeldLane? _place;
    private NativeCall[]? _followers;
    private int _next; // The first of them that has not begun.
    private WorkerFailure? _toDecide;
    private long _givenAt;
    private volatile NativeCall? _call; // With a guest.
    private volatile Guest? _guest; // That guest.

    /// <inheritdoc/>
    public override void Start()
    {
        Mailbox.Add(this);
        Wake();
    }

    /// <inheritdoc/>
    public override void Wake() => Serve(hasFinished: false);

    /// <inheritdoc/>
    public override void OnRetired(bool isBusy)
    {
        // While a guest has its call the worker is that guest's, and so is the lane until the reply.
        if (!isBusy)
        {
            Wake();
        }
    }

    /// <inheritdoc/>
    public bool Resume()
    {
        Mailbox.Continue(this);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryInterrupt(RunningCall? wanted, Exception reason, string why)
    {
        NativeCall? call = _call;
        Guest? guest = _guest;
        if (call is null || guest is null || call != _call || (wanted is { } one && (call != one.Call || call.Use != one.Use)))
        {
            return false;
        }

        guest.KillFor(new RunningCall(call, call.Use), reason, why);
        return true;
    }

    /// <summary>Goes on with what became of the call that a guest had.</summary>
    public void OnReply(in GuestReply reply)
    {
        NativeCall call = _call!;
        BeginNext();
        switch (reply.Outcome)
        {
            case GuestOutcome.Answered:
                Complete(call, reply);
                break;
            case GuestOutcome.Lost when !TryFail(call, reply.Lane):
            case GuestOutcome.NotBegun:
                _again.Add(call);
                break;
        }

        if (!TryTakeAhead(reply) && _call is null)
        {
            EndRound();
        }
    }

    private void Continue(NativeCall? call)
    {
        if (!Advance(call))
        {
            EndTurn();
        }
    }

    private void EndTurn()
    {
        if (_toDecide is not { } failure)
        {
            Serve(hasFinished: true);
            return;
        }

        // In this order: the decision may come back before the report has returned.
        _toDecide = null;
        LeavePlace();
        Mailbox.Suspend(this);
        Mailbox.Next(this, hasFinished: true);
        Owner.Faulted(this, failure.Kind, failure.Reason);
    }

    // The place is kept for the next call, but not while the worker rests: then another thread may wake it at any time, and is to
    // find the lane free whose thread is awake.
    private void Serve(bool hasFinished)
    {
        while (true)
        {
            HeldLane? kept = TakeKeptPlace();
            if (Mailbox.Next(this, hasFinished) is not { } call)
            {
                if (kept is { } place)
                {
                    pool.Exit(place);
                }

                return;
            }

            _place = kept;
            _followers = call.Followers;
            _next = 0;
            if (Advance(_followers is not null && call.State == CallState.Withdrawn ? NextFollower() : call))
            {
                return;
            }

            hasFinished = true;
        }
    }

    // The next call with the key of the last one comes to this worker, and is to run on the same thread. A guess, taken without the lock.
    private bool HasNextOfKey => Line is { Held.Count: > 0 } || Bound is { Count: > 0 };

    private HeldLane? TakeKeptPlace()
    {
        if (_place is { } place && (!(Mailbox.HasSome || HasNextOfKey) || !pool.LetsKeep(place)))
        {
            LeavePlace();
        }

        HeldLane? kept = _place;
        _place = null;
        return kept;
    }

    // False where this call and all that follow it were answered without a guest.
    private bool Advance(NativeCall? call)
    {
        while (call is not null)
        {
            if (TryGive(call))
            {
                return true;
            }

            call = NextFollower();
        }

        return false;
    }

    private NativeCall? NextFollower()
    {
        if (_followers is null || _next == _followers.Length)
        {
            return null;
        }

        NativeCall follower = _followers[_next++];
        return follower.TryStart() ? follower : NextFollower(); // What was answered meanwhile is passed over.
    }

    // True where a guest has the call, or it is back in the queue; false where it was answered.
    private bool TryGive(NativeCall call)
    {
        try
        {
            Exception? refusal;
            while ((refusal = RefusalOf(call)) is null)
            {
                GuestWish wish = pool.WishOf(call);
                if (!TryEnter(wish))
                {
                    PutBack(call);
                    WaitFor(wish);
                    return true;
                }

                if (_place!.Value.Guest.FunctionOf(call.Symbol) is not { } function)
                {
                    refusal = call.Symbol.Library.Unavailable();
                    break;
                }

                if (TrySubmit(call, function))
                {
                    return true;
                }
            }

            Answer(call, refusal);
        }
        catch (ArenaFullException full)
        {
            return WaitForRoom(call, full);
        }
        catch (StaleHandleException stale)
        {
            Answer(call, stale);
        }

        return false;
    }

    private bool TrySubmit(NativeCall call, GuestFunction function)
    {
        HeldLane place = _place!.Value;
        if (call.PostedAt != 0)
        {
            call.StartedAt = Stopwatch.GetTimestamp();
        }

        _givenAt = Environment.TickCount64;
        pool.Count(place.Guest);
        _guest = place.Guest;
        call.Guest = place.Guest.Process;
        _call = call;
        bool isGiven = false;
        try
        {
            isGiven = !call.IsCancelled && place.Lane.TrySubmit(function, call.Arguments, this);
        }
        finally
        {
            if (!isGiven)
            {
                _call = null;
            }
        }

        if (!isGiven)
        {
            LeavePlace(); // The guest has died, which the pool may not know yet.
        }

        return isGiven;
    }

    private static Exception? RefusalOf(NativeCall call)
    {
        if (call.Deadline != 0 && call.Symbol.Mailbox.Deadlines.HasPassed(call.Deadline))
        {
            return new CallTimeoutException(call.LibraryName, call.SymbolName, call.Timeout, hasBegun: false);
        }

        return call.IsCancelled ? new OperationCanceledException(call.Options.CancellationToken) : call.Symbol.PoisonRefusalOf(call.Arguments);
    }

    private bool TryEnter(in GuestWish wish)
    {
        if (_place is { } place && GuestPool.Fits(place, wish))
        {
            return true;
        }

        LeavePlace();
        if (!pool.TryEnter(wish, out place))
        {
            return false;
        }

        _place = place;
        return true;
    }

    private void LeavePlace()
    {
        if (_place is { } place)
        {
            _place = null;
            pool.Exit(place);
        }
    }

    // What follows the call goes back with it, so that it stays in order.
    private void PutBack(NativeCall call, bool isLast = false)
    {
        call.Followers = _followers is null || _next == _followers.Length ? null : _followers[_next..];
        Mailbox.PutBack(this, call, isLast);
    }

    private void WaitFor(in GuestWish wish)
    {
        if (!pool.Wait(wish, this))
        {
            Resume();
        }
    }

    private bool WaitForRoom(NativeCall call, ArenaFullException full)
    {
        if (call.Symbol.Settings.Overflow == OverflowMode.Reject || full.WantedBytes > pool.Settings.ArenaSize)
        {
            Answer(call, full);
            return false;
        }

        // Those behind it may have the room that it waits for, so they go first; but nothing goes between the calls of a batch that has begun.
        LeavePlace();
        PutBack(call, isLast: call.Batch is null || _next == 0);
        pool.Room.Add(this);
        return true;
    }

    private static void Answer(NativeCall call, Exception failure) =>
        call.Complete(default, 0, failure, call.PostedAt == 0 ? 0 : Stopwatch.GetTimestamp());

    private void Complete(NativeCall call, in GuestReply reply)
    {
        SymbolEntry own = call.Symbol; // The call is somebody else's once it is answered.
        Exception? failure = own.Judge(call.Arguments, reply.Value, reply.Errno, reply.Failure, reply.Lane.Guest.Generation);
        call.Complete(reply.Value, reply.Errno, failure, call.PostedAt == 0 ? 0 : Stopwatch.GetTimestamp());
        if (failure is not null && own.ToDecide(failure) is { } toDecide)
        {
            _toDecide = toDecide;
        }
    }

    // False where the call is run again.
    private bool TryFail(NativeCall call, GuestLane lane)
    {
        Guest guest = _guest!;
        if (guest.FailureOf(new RunningCall(call, call.Use)) is { } own)
        {
            call.CompleteTorn(own);
            return true;
        }

        GuestLoss loss = new(guest, lane, call.Symbol, call.Arguments, TimeSpan.FromMilliseconds(Environment.TickCount64 - _givenAt));
        if (loss.Note(++call.Attempts))
        {
            return false;
        }

        call.CompleteTorn(loss.Failure);
        return true;
    }
}
