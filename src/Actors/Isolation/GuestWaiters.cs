namespace ActorFfi;

/// <summary>Who waits for a lane, in the order in which they came.</summary>
/// <remarks>Threads: guarded by the lock of the pool, but for the number, which is read without it.</remarks>
internal sealed class GuestWaiters
{
    private readonly List<(GuestWish Wish, IGuestWaiter Waiter)> _waiting = [];
    private volatile int _count;

    /// <summary>How many wait.</summary>
    public int Count => _count;

    /// <summary>Lets one wait.</summary>
    public void Add(in GuestWish wish, IGuestWaiter waiter)
    {
        _waiting.Add((wish, waiter));
        _count = _waiting.Count;
    }

    /// <summary>Takes out the first that a lane of a guest would do for; null where there is none.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="slot">Its slot; -1 where it takes no calls but those that need it.</param>
    public IGuestWaiter? TakeFor(Guest guest, int slot)
    {
        int index = _waiting.FindIndex(one =>
            one.Wish.Process is { } process ? process == guest.Process : slot >= 0 && (one.Wish.Slot < 0 || one.Wish.Slot == slot));
        if (index < 0)
        {
            return null;
        }

        IGuestWaiter waiter = _waiting[index].Waiter;
        _waiting.RemoveAt(index);
        _count = _waiting.Count;
        return waiter;
    }

    /// <summary>Takes one out.</summary>
    /// <returns>False where it does not wait any more.</returns>
    public bool Remove(IGuestWaiter waiter)
    {
        bool isRemoved = _waiting.RemoveAll(one => one.Waiter == waiter) > 0;
        _count = _waiting.Count;
        return isRemoved;
    }

    /// <summary>Takes out all.</summary>
    public IGuestWaiter[] TakeAll()
    {
        IGuestWaiter[] all = [.. _waiting.Select(static one => one.Waiter)];
        _waiting.Clear();
        _count = 0;
        return all;
    }
}
