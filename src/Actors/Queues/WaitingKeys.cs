namespace ActorFfi;

/// <summary>The keys of the calls that wait for room, so that none of them is overtaken by a later one with the same key whose own queue has room.</summary>
/// <remarks>A call stands in the line of its key only once it is in its queue. Threads: guarded by the lock of its group.</remarks>
internal sealed class WaitingKeys
{
    private readonly Dictionary<long, SortedSet<long>> _orders = []; // The numbers of the calls that wait, by key.

    /// <summary>Whether no call with one of the same keys has waited for longer.</summary>
    public bool MayEnter(NativeCall call) => _orders.Count == 0 || !KeysOf(call).Exists(key => _orders.TryGetValue(key, out SortedSet<long>? orders) && orders.Min < call.Order);

    /// <summary>Notes a call that waits.</summary>
    public void Add(NativeCall call)
    {
        foreach (long key in KeysOf(call))
        {
            if (!_orders.TryGetValue(key, out SortedSet<long>? orders))
            {
                _orders.Add(key, orders = []);
            }

            orders.Add(call.Order);
        }
    }

    /// <summary>Notes that a call waits no longer.</summary>
    public void Remove(NativeCall call)
    {
        foreach (long key in KeysOf(call))
        {
            SortedSet<long> orders = _orders[key];
            orders.Remove(call.Order);
            if (orders.Count == 0)
            {
                _orders.Remove(key);
            }
        }
    }

    private static List<long> KeysOf(NativeCall call) =>
        call.Batch is { } batch ? batch.Keys
        : call.Symbol.Mailbox.KeyIndex is >= 0 and int key ? [call.Arguments.KeyOf(call.Symbol.Plan, key)]
        : [];
}
