namespace ActorFfi;

/// <content>Accepted calls that go from a queue which was closed to that of the symbol which has taken their symbol's place.</content>
internal sealed partial class Mailbox
{
    /// <summary>Sends accepted calls on that have lost their place, or answers them with the reason where there is nowhere to go.</summary>
    /// <remarks>The numbers of their acceptance say where they stand: before all calls that were accepted later, whichever queue that was.</remarks>
    public static void SendOn(List<NativeCall> calls, Exception reason)
    {
        List<FollowingCall> following = [];
        foreach (NativeCall call in calls)
        {
            if (call.TryFollow())
            {
                following.Add(new FollowingCall(call));
            }
            else
            {
                call.Withdraw(reason);
            }
        }

        foreach (IGrouping<QueueGroup, FollowingCall> group in following.GroupBy(static one => one.Symbol.Queues))
        {
            PutIn(group.Key, [.. group]);
        }
    }

    private static void PutIn(QueueGroup group, FollowingCall[] following)
    {
        List<NativeCall> refused = [];
        Exception? refusal = null;
        WakeList wake = default;
        lock (group.Gate)
        {
            List<NativeCall> calls = [];
            foreach (NativeCall call in following.Select(static one => one.Call))
            {
                Exception? own = call.Symbol.Mailbox._refusal;
                (own is null ? calls : refused).Add(call);
                refusal ??= own;
            }

            PutIn_NeedsLock(group, calls, ref wake);
        }

        wake.Wake();
        Array.ForEach(following, static one => one.Settle());
        if (refusal is not null)
        {
            SendOn(refused, refusal); // Another one has taken that place too, or none is left.
        }
    }

    // Everything that has not begun is taken out and put in again by its number, which keeps keys, bounds and those that wait for room right.
    private static void PutIn_NeedsLock(QueueGroup group, List<NativeCall> calls, ref WakeList wake)
    {
        group.Keys.BeginOrdering();
        foreach (CallQueue queue in group.Queues)
        {
            queue.Mailbox.TakeIn_NeedsLock(ref wake);
            queue.Mailbox.TakeOut_NeedsLock(calls, ref wake);
        }

        calls.Sort(static (one, other) => one.Order.CompareTo(other.Order));
        calls.ForEach(static call => call.Symbol.Mailbox.Queue.Readmit(call));
        group.Keys.EndOrdering(ref wake);
        foreach (CallQueue queue in group.Queues)
        {
            queue.Mailbox._incoming.Admit(queue.Room);
            queue.Mailbox.Stir_NeedsLock(ref wake);
            queue.Mailbox.Settle_NeedsLock(ref wake);
        }
    }

    private void TakeOut_NeedsLock(List<NativeCall> calls, ref WakeList wake)
    {
        _workers.UnbindAll(Queue);
        Queue.RemoveAll(calls, ref wake);
    }
}
