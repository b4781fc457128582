namespace ActorFfi;

/// <content>Calls that are taken before their turn, by a worker that has them run elsewhere.</content>
internal sealed partial class Mailbox
{
    /// <summary>Whether a call is queued. A guess, taken without the lock.</summary>
    public bool HasSome => Queue.Ready > 0 || !_incoming.IsEmpty;

    /// <summary>Whether one may be taken ahead of its turn: the symbol's only worker has them run where they wait for each other anyway. Likewise.</summary>
    public bool HasSomeAhead => _isPlain && !_growth.CanGrow && HasSome;

    /// <summary>Gives a busy worker more calls, to be run after those that it has.</summary>
    /// <remarks>
    /// Only such as nobody can withdraw and nothing but their order matters for, and only where no other worker could run them sooner: whoever
    /// has them can then go on without a look at this queue.
    /// </remarks>
    /// <param name="worker">The worker.</param>
    /// <param name="left">How many of the calls that it was given have not ended.</param>
    /// <param name="calls">Takes the calls.</param>
    /// <returns>How many; where it is none and none is left, the worker still has to report the end of its last call.</returns>
    public int TakeAhead(CallWorker worker, int left, Span<NativeCall?> calls)
    {
        int count = 0;
        WakeList wake = default;
        lock (_gate)
        {
            bool isAlone = _workers.Count == 1 && !_growth.CanGrow;
            if (isAlone && worker is { IsRetired: false, IsSuspended: false })
            {
                if (Queue.Ready < calls.Length)
                {
                    TakeIn_NeedsLock(ref wake);
                }

                while (count < calls.Length && Queue.FirstReady is { MayRunAhead: true } call)
                {
                    Queue.RemoveFor(worker, ref wake);
                    _workers.BeginAhead(worker, call);
                    calls[count++] = call;
                }
            }

            if (left + count > 0 && !worker.IsAbandoned)
            {
                _workers.FinishAhead(worker, left + count);
            }

            if (_posting.Attention != 0)
            {
                Stir_NeedsLock(ref wake);
                Settle_NeedsLock(ref wake);
            }
        }

        wake.Wake();
        return count;
    }
}
