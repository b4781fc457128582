using System.Diagnostics;

namespace ActorFfi;

/// <content>The side of whoever gives calls up that have begun: deadlines, cancellations, and a stop.</content>
internal sealed partial class Mailbox
{
    /// <summary>Answers every call that is running with the reason; native code goes on, and what it returns goes nowhere.</summary>
    /// <returns>How many calls native code still has.</returns>
    public int AbandonRunning(Exception reason)
    {
        List<(CallWorker Worker, CallBatch? Batch)> running;
        lock (_gate)
        {
            running = [.. _workers.Busy().Select(static worker => (worker, worker.Batch))];
        }

        long now = Stopwatch.GetTimestamp();
        running.ForEach(one => one.Batch?.WithdrawRest(reason)); // What has not begun is to begin no more.
        return running.Count(one => one.Worker.TryInterrupt(wanted: null, reason, "the library is being stopped") || TryAbandon(one.Worker, wanted: null, reason, now));
    }

    /// <summary>Ends the guest that has a call, so that it fails with the reason; false where none has it.</summary>
    public bool TryInterrupt(NativeCall call, long use, Exception reason, string why) =>
        WorkerAt(call, use) is { } worker && worker.TryInterrupt(new RunningCall(call, use), reason, why);

    private CallWorker? WorkerAt(NativeCall call, long use)
    {
        lock (_gate)
        {
            return _workers.Busy().Find(worker => worker.IsAt(call, use));
        }
    }

    // A call that is late leaves the queue, or is given up together with its worker.
    private void Expire(LateCall late)
    {
        if (TryWithdraw(late.Call, late.Use, late.Failure(hasBegun: false)))
        {
            return;
        }

        (late.Call.Batch?.Mailbox ?? this).ExpireRunning(late);
    }

    private void ExpireRunning(LateCall late)
    {
        CallWorker? worker = WorkerAt(late.Call, late.Use);
        RunningCall wanted = new(late.Call, late.Use);
        if (worker is GuestWorker)
        {
            worker.TryInterrupt(wanted, late.Failure(hasBegun: true, isEnded: true), CallTimeoutException.WhyEnded(late.Symbol, late.Timeout));
            return; // Whoever is late is looked at again until it is answered.
        }

        CallTimeoutException reason = late.Failure(hasBegun: true);
        if (worker is not null && TryAbandon(worker, wanted, reason, Stopwatch.GetTimestamp()))
        {
            worker.GiveUp(reason);
        }
    }

    // A worker whose call was given up counts as gone; when native code returns after all, it ends.
    private bool TryAbandon(CallWorker worker, RunningCall? wanted, Exception reason, long now)
    {
        RunningCall current;
        CallBatch? batch;
        WakeList wake = default;
        lock (_gate)
        {
            current = worker.Running ?? default;
            if (current.Call is null || !worker.IsBusy || worker.IsAbandoned || !IsWanted(current, wanted) || !current.Call.TryBeginAbandon(current.Ticket))
            {
                return false;
            }

            batch = worker.Batch;
            _workers.Abandon(worker);
            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
        batch?.SkipRest(current.Call, reason); // Before native code's return can let the worker go on.
        current.Call.FinishAbandon(current.Ticket, reason, now);
        return true;
    }

    private static bool IsWanted(in RunningCall current, RunningCall? wanted) =>
        wanted is not { } one || (current.Call == one.Call && current.Use == one.Use);

    /// <summary>Takes a batch out all of whose calls have been answered, unless it is on its way to another queue.</summary>
    public void Forget(CallBatch batch)
    {
        WakeList wake = default;
        lock (_gate)
        {
            TakeIn_NeedsLock(ref wake);
            if (Queue.IsGathering(batch) || IsListed_NeedsLock(batch.Carrier))
            {
                Queue.Remove(batch, ref wake);
            }

            Settle_NeedsLock(ref wake);
        }

        wake.Wake();
    }
}
