using System.Diagnostics;

namespace ActorFfi;

/// <summary>One native thread of a guest, which executes what is submitted to it in order.</summary>
/// <remarks>
/// Threads: one submitter at a time, from any thread; either nonblocking calls (<see cref="TrySubmit"/>) or synchronous ones
/// (<see cref="Invoke"/>) at a time. Replies are taken by one thread, the guest's reader, and after its death under a lock.
/// </remarks>
internal sealed class GuestLane
{
    /// <summary>How many calls a lane takes ahead: the one that it runs and those that wait behind it.</summary>
    public const int Depth = ChannelLayout.Depth;

    private readonly nint _lane;
    private readonly long _nonce;
    private readonly PendingCall[] _pending;
    private readonly SpinRule _spin = new(); // Of synchronous callers.
    private readonly Lock _sweeping = new();
    private bool _isStarted; // Touched by the submitter only.
    private int _isEntered; // 1 while the submitter touches shared memory; written by it only, see IsEntered.
    private long _submitted; // Written by the submitter only.
    private long _completed; // Written by whoever takes replies.

    /// <param name="guest">The guest.</param>
    /// <param name="index">The lane's place.</param>
    /// <param name="address">Where the lane lies in the channel.</param>
    /// <param name="nonce">What stamps are counted from.</param>
    public GuestLane(GuestProcess guest, int index, nint address, long nonce)
    {
        Guest = guest;
        Index = index;
        _lane = address;
        _nonce = nonce;
        _pending = [.. Enumerable.Range(0, Depth).Select(_ => new PendingCall())];
    }

    /// <summary>The lane whose call waits for the callback that this thread runs; null outside such a callback. Synchronous calls on it run nested, on the guest's same native thread.</summary>
    public static GuestLane? Current => GuestPlace.Current?.Lane;

    /// <summary>The guest.</summary>
    public GuestProcess Guest { get; }

    /// <summary>The lane's place in <see cref="GuestProcess.Lanes"/>.</summary>
    public int Index { get; }

    /// <summary>The system's number of the lane's thread in the guest, as it says; for who knows that the channel is there.</summary>
    internal int Thread => SharedWord.Read32(_lane + ChannelLayout.LaneThread);

    /// <summary>How many calls were submitted and have no outcome yet.</summary>
    public int Outstanding => (int)(Volatile.Read(ref _submitted) - Volatile.Read(ref _completed));

    /// <summary>Hands a call to the guest; its outcome goes to <see cref="IGuestOwner.Completed"/>, maybe before this returns.</summary>
    /// <param name="function">A function of this lane's guest.</param>
    /// <param name="arguments">Bound arguments, which stay bound until the outcome.</param>
    /// <param name="state">Comes back in <see cref="GuestReply.State"/>.</param>
    /// <returns>False, with nothing done, where the guest has ended or <see cref="Depth"/> calls are outstanding.</returns>
    /// <exception cref="ArenaFullException">An argument that does not lie in the arena finds no room there; nothing is done.</exception>
    public bool TrySubmit(GuestFunction function, CallArguments arguments, object? state) =>
        TryHandOver(function, arguments, state, isLast: true);

    /// <summary>The same, but the guest need not see the call before <see cref="SubmitAll"/>, which must follow.</summary>
    public bool TrySubmitMore(GuestFunction function, CallArguments arguments, object? state) =>
        TryHandOver(function, arguments, state, isLast: false);

    /// <summary>Lets the guest see what was submitted.</summary>
    public void SubmitAll()
    {
        if (TryEnter())
        {
            Publish(out bool hasTurn);
            Volatile.Write(ref _isEntered, 0);
            if (hasTurn)
            {
                Guest.Reader.End(comesAgain: false);
            }
        }
    }

    private bool TryHandOver(GuestFunction function, CallArguments arguments, object? state, bool isLast)
    {
        if (!TryEnter())
        {
            return false;
        }

        bool isPut;
        bool hasTurn = false;
        try
        {
            isPut = TryPut(function, arguments, state, isSynchronous: false) && (!isLast || Publish(out hasTurn));
        }
        finally
        {
            Volatile.Write(ref _isEntered, 0);
        }

        if (hasTurn)
        {
            Guest.Reader.End(comesAgain: false);
        }

        if (isPut && Guest.IsSwept)
        {
            EndLate();
        }

        return isPut;
    }

    /// <summary>Calls the function and waits on this thread for the outcome.</summary>
    /// <param name="function">A function of this lane's guest.</param>
    /// <param name="arguments">Bound arguments.</param>
    /// <returns>The outcome; <see cref="GuestOutcome.NotBegun"/> also where the guest had ended before.</returns>
    /// <exception cref="ArenaFullException">An argument that does not lie in the arena finds no room there; nothing is done.</exception>
    /// <exception cref="InvalidOperationException">Too many calls are outstanding.</exception>
    public GuestReply Invoke(GuestFunction function, CallArguments arguments)
    {
        if (GuestPlace.Current is { } place && ReferenceEquals(place.Lane, this))
        {
            return place.Invoke(function, arguments);
        }

        if (!TryEnter())
        {
            return new GuestReply { Lane = this, Function = function, Arguments = arguments, Outcome = GuestOutcome.NotBegun };
        }

        try
        {
            return TryPut(function, arguments, null, isSynchronous: true) && Publish()
                ? WaitForReply(_submitted)
                : throw new InvalidOperationException($"Lane {Index} of a guest of library '{Guest.Library}' has all the calls it takes. Use another one.");
        }
        finally
        {
            Volatile.Write(ref _isEntered, 0);
        }
    }

    /// <summary>Completes the calls that the guest has answered, at most <see cref="Depth"/>: more may come for each.</summary>
    /// <returns>How many.</returns>
    public int TakeReplies()
    {
        int taken = 0;
        while (taken < Depth && FirstNonblocking() is { } first)
        {
            nint slot = SlotOf(first.Number);
            if (!IsStamped(slot, first.Number))
            {
                break;
            }

            Complete(first.Number, first.Pending, Answer(slot, first.Pending));
            taken++;
        }

        return taken;
    }

    /// <summary>Completes all calls of a lane whose guest has ended; by its reader, once.</summary>
    public void EndAll()
    {
        lock (_sweeping)
        {
            TakeReplies();
            long begun = SharedWord.Read64(_lane + ChannelLayout.Begun);
            EndAll_NeedsLock(number => begun >= number ? GuestOutcome.Lost : GuestOutcome.NotBegun);
        }
    }

    /// <summary>Whether a thread is here that touches shared memory; asked once the guest has ended.</summary>
    /// <remarks>Submitters say that they are here without a fence, so whoever unmaps makes one for all of them before it looks.</remarks>
    public bool IsEntered => Volatile.Read(ref _isEntered) != 0;

    /// <summary>Makes a synchronous caller look at what has happened.</summary>
    public void WakeCaller() => SharedWord.Wake(_lane + ChannelLayout.CallerSleeps);

    // A call that the reader did not see when it ended all was put here after the guest had died.
    private void EndLate()
    {
        lock (_sweeping)
        {
            EndAll_NeedsLock(static _ => GuestOutcome.NotBegun);
        }
    }

    private void EndAll_NeedsLock(Func<long, GuestOutcome> outcomeOf)
    {
        while (FirstNonblocking() is { } first)
        {
            Complete(first.Number, first.Pending, Unanswered(first.Pending, outcomeOf(first.Number)));
        }
    }

    // The call that is to be answered next; null where there is none, or it is a synchronous one. That is completed by its caller, maybe just
    // now, and its place may go to another call: what was read there counts only if nothing was completed meanwhile. One that is not
    // synchronous stays the next, since only who asks completes it.
    private (long Number, PendingCall Pending)? FirstNonblocking()
    {
        while (true)
        {
            long completed = Volatile.Read(ref _completed);
            if (completed >= Volatile.Read(ref _submitted))
            {
                return null;
            }

            PendingCall pending = _pending[completed & (Depth - 1)];
            bool isSynchronous = pending.IsSynchronous;
            if (Volatile.Read(ref _completed) == completed)
            {
                return isSynchronous ? null : (completed + 1, pending);
            }
        }
    }

    private bool TryEnter()
    {
        Volatile.Write(ref _isEntered, 1);
        if (!Guest.HasEnded)
        {
            return true;
        }

        Volatile.Write(ref _isEntered, 0);
        return false;
    }

    private GuestReply WaitForReply(long number)
    {
        PendingCall pending = _pending[(number - 1) & (Depth - 1)];
        bool isAnswered = new GuestWait(Guest, this, SlotOf(number), _lane + ChannelLayout.CallerSleeps, _spin).For(StampOf(number), pending);
        GuestOutcome unanswered = SharedWord.Read64(_lane + ChannelLayout.Begun) >= number ? GuestOutcome.Lost : GuestOutcome.NotBegun;
        GuestReply reply = ReplyOf(SlotOf(number), pending, isAnswered ? GuestOutcome.Answered : unanswered);
        pending.End(Guest.Arena);
        Volatile.Write(ref _completed, number);
        return reply;
    }

    private bool TryPut(GuestFunction function, CallArguments arguments, object? state, bool isSynchronous)
    {
        long submitted = _submitted;
        if (submitted - Volatile.Read(ref _completed) >= Depth)
        {
            return false;
        }

        function = function.For(arguments.Plan);
        arguments.Callbacks?.DemandCurrent();
        PendingCall pending = _pending[submitted & (Depth - 1)];
        pending.Begin(function, arguments, state, isSynchronous);
        try
        {
            CallWriter.Write(SlotOf(submitted + 1), pending, Guest.Arena);
            pending.SeenCallback = SharedWord.Read64(SlotOf(submitted + 1) + ChannelLayout.SlotCallback);
        }
        catch
        {
            pending.End(Guest.Arena);
            throw;
        }

        pending.LetCallbacksInto(Guest);
        Guest.ShareTrampolines();
        if (!_isStarted)
        {
            _isStarted = true;
            Guest.BeginLane(Index);
        }

        Volatile.Write(ref _submitted, submitted + 1);
        return true;
    }

    private bool Publish()
    {
        SharedWord.Write64(_lane + ChannelLayout.Submitted, _submitted);
        Interlocked.MemoryBarrier(); // Either the guest's thread sees the call before it sleeps, or it is seen asleep here.
        WakeThread();
        return true;
    }

    // Waking takes longer than a call: what is answered meanwhile is taken here, and not by a thread that has to be woken in its turn.
    private bool Publish(out bool hasTurn)
    {
        SharedWord.Write64(_lane + ChannelLayout.Submitted, _submitted);
        Interlocked.MemoryBarrier();
        hasTurn = SharedWord.Read32(_lane + ChannelLayout.LaneSleeps) != 0 && Guest.Reader.TryBegin();
        if (WakeThread())
        {
            Guest.Reader.WokeGuestAt = Stopwatch.GetTimestamp();
        }

        return true;
    }

    private bool WakeThread()
    {
        if (SharedWord.Read32(_lane + ChannelLayout.LaneSleeps) == 0)
        {
            return false;
        }

        SharedWord.Write32(_lane + ChannelLayout.WokenFrom, ThreadProcessors.Current + 1);
        return SharedWord.WakeIfAsleep(_lane + ChannelLayout.LaneSleeps);
    }

    private nint SlotOf(long number) => _lane + ChannelLayout.Slots + (nint)((number - 1) & (Depth - 1)) * ChannelLayout.SlotSize;

    private long StampOf(long number) => _nonce + number;

    private bool IsStamped(nint slot, long number)
    {
        long stamp = SharedWord.Read64(slot + ChannelLayout.Stamp);
        if (stamp == StampOf(number))
        {
            return true;
        }

        long before = number > Depth ? StampOf(number - Depth) : 0;
        if (stamp != before)
        {
            Guest.Break("a reply has a stamp that no call has");
        }

        return false;
    }

    /// <summary>What callbacks out of a running nonblocking call belong to; null where there is no such call. Of the reader only.</summary>
    public NativeCallScope? ScopeOf(long number)
    {
        if (number <= _completed || number > Volatile.Read(ref _submitted))
        {
            return null;
        }

        PendingCall pending = _pending[(number - 1) & (Depth - 1)];
        return pending.IsSynchronous ? null : pending.Scope ??= NativeCallScope.ForGuest(pending.Function!.Native, held: pending.State);
    }

    /// <summary>Reads a reply, or says why there is none.</summary>
    public GuestReply ReplyOf(nint slot, PendingCall pending, GuestOutcome outcome) =>
        outcome == GuestOutcome.Answered ? Answer(slot, pending) : Unanswered(pending, outcome);

    private GuestReply Answer(nint slot, PendingCall pending)
    {
        Exception? failure = ReplyReader.Read(slot, pending, out NativeValue value, out int errno) ?? pending.LeaveCallbacks();
        pending.Function!.Learned();
        return new GuestReply
        {
            Lane = this,
            State = pending.State,
            Function = pending.Function,
            Arguments = pending.Arguments!,
            Outcome = GuestOutcome.Answered,
            Value = value,
            Errno = errno,
            Failure = failure,
        };
    }

    private GuestReply Unanswered(PendingCall pending, GuestOutcome outcome) => new()
    {
        Lane = this,
        State = pending.State,
        Function = pending.Function!,
        Arguments = pending.Arguments!,
        Outcome = outcome,
    };

    // The place is free before the owner is told, so that it may submit the next call.
    private void Complete(long number, PendingCall pending, in GuestReply reply)
    {
        pending.End(Guest.Arena);
        Volatile.Write(ref _completed, number);
        Guest.Owner.Completed(reply);
    }
}
