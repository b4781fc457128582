using System.Diagnostics;

namespace ActorFfi;

/// <content>The side of whoever runs, withdraws or gives up the call, and answers it.</content>
public sealed partial class NativeCall
{
    /// <summary>Marks a call that its worker is about to run, and gives the ticket with which it may be abandoned.</summary>
    /// <remarks>The lock of the queue makes the caller the only one who moves a queued call.</remarks>
    internal long Start()
    {
        long running = _word.Use | (long)CallState.Running;
        if (Batch is null)
        {
            _word.Set(CallState.Running);
        }
        else
        {
            TryStart();
        }

        return running;
    }

    /// <summary>The same for a call of a batch, which may be answered on its own meanwhile; false where it was.</summary>
    internal bool TryStart() => _word.TryMove(CallState.Queued, CallState.Running);

    /// <summary>What <see cref="Start"/> gave, while the call is running; 0 otherwise.</summary>
    internal long RunningTicket => _word.RunningTicket;

    /// <summary>Answers a call that native code never saw, and with it those of its batch that follow.</summary>
    internal void Withdraw(Exception reason)
    {
        NativeCall[]? followers = Followers;
        bool moved = TryWithdraw(reason);
        Debug.Assert(moved || followers is not null, "Only a queued call is withdrawn, and only by whoever unlinked it.");
        foreach (NativeCall follower in followers ?? [])
        {
            follower.TryWithdraw(reason);
        }
    }

    /// <summary>Answers a call that native code has not seen; false where it has, or the call was answered.</summary>
    internal bool TryWithdraw(Exception reason)
    {
        bool isWithdrawn = _word.TryMove(CallState.Queued, CallState.Withdrawn);
        if (isWithdrawn)
        {
            Answer(default, 0, reason, PostedAt == 0 ? 0 : Stopwatch.GetTimestamp() - PostedAt, 0);
        }

        return isWithdrawn;
    }

    /// <summary>Answers a call that native code has returned from.</summary>
    internal void Complete(in NativeValue value, int errno, Exception? failure, long endedAt)
    {
        if (failure is null && endedAt == 0 && IsAnsweredInOneStep)
        {
            _value = value;
            _errno = errno;
            if (_word.TryComplete(out bool isAwaited))
            {
                if (isAwaited)
                {
                    Resume();
                }

                return;
            }
        }

        if (_word.TryMove(CallState.Running, CallState.Completed))
        {
            bool isTimed = endedAt != 0 && PostedAt != 0;
            Answer(value, errno, failure, isTimed ? Math.Max(1, StartedAt - PostedAt) : 0, isTimed ? Math.Max(1, endedAt - StartedAt) : 0);
        }
        else
        {
            SpinWait.SpinUntil(() => State == CallState.Abandoned);
            Arguments.Release();
        }
    }

    /// <summary>Begins to give up a call that native code still has; <see cref="FinishAbandon"/> must follow at once.</summary>
    /// <param name="ticket">What <see cref="Start"/> gave to the worker.</param>
    /// <returns>False where the call was answered meanwhile.</returns>
    internal bool TryBeginAbandon(long ticket) =>
        _word.TryMove(ticket, CallState.Abandoning);

    /// <summary>Answers a call that native code still has; its buffers are freed when that returns.</summary>
    /// <param name="ticket">What <see cref="Start"/> gave to the worker.</param>
    /// <param name="reason">The failure of the reply.</param>
    /// <param name="now">A timestamp of <see cref="Stopwatch"/>.</param>
    internal void FinishAbandon(long ticket, Exception reason, long now)
    {
        ForgetDeadline();
        Arguments.Abandon();
        _failure = reason;
        long startedAt = StartedAt; // Its worker may be about to write it.
        Note(PostedAt == 0 ? 0 : (startedAt == 0 ? now : startedAt) - PostedAt, startedAt == 0 ? 0 : now - startedAt);
        Report(hasRun: true, isAbandoned: true);
        ReplyTarget target = _target!;
        _word.Set(CallState.Abandoned);
        target.Deliver(this);
    }

    // Nothing is to be given back, counted or forgotten, and the reply goes to the promise.
    private bool IsAnsweredInOneStep => !_isWatched && _target == _promise && Arguments.HoldNothing && _details is null or { Deadline: 0, PostedAt: 0 };

    private void Answer(in NativeValue value, int errno, Exception? failure, long queued, long ran, bool isTorn = false)
    {
        ForgetDeadline();
        if (!Arguments.Leases.IsEmpty)
        {
            _buffers = ReplyBuffers.Of(Arguments.Leases);
        }

        if (isTorn)
        {
            Arguments.Tear();
        }

        Arguments.Release();
        _value = value;
        _errno = errno;
        if (failure is not null)
        {
            _failure = failure;
        }

        Note(queued, ran);
        if (_isWatched || failure is not null)
        {
            Report(hasRun: State == CallState.Completed, isAbandoned: false);
        }

        _target!.Deliver(this);
    }

    private void Note(long queued, long ran)
    {
        if (queued != 0 || ran != 0)
        {
            Details.Queued = queued;
            Details.Ran = ran;
        }
    }

    // Before the reply is delivered, so that who has it finds it counted.
    private void Report(bool hasRun, bool isAbandoned)
    {
        Activity? activity = _details?.Activity;
        CallTelemetry.End(Symbol, new CallReport(_failure, PostedAt == 0 ? -1 : Details.Queued, _details?.Ran ?? 0, hasRun, isAbandoned), activity);
    }
}
