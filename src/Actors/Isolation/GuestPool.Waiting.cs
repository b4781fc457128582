namespace ActorFfi;

/// <content>Lanes that come back, and who waits for them.</content>
internal sealed partial class GuestPool
{
    /// <summary>Gives a lane back.</summary>
    public void Exit(in HeldLane place)
    {
        IGuestWaiter? next;
        lock (_gate)
        {
            place.Guest.ReturnLane_NeedsLock(place.Lane);
            next = _waiting.Count == 0 ? null : _waiting.TakeFor(place.Guest, Array.IndexOf(_slots, place.Guest));
            ForgetIfDrained_NeedsLock(place.Guest);
        }

        ResumeInTurn(next);
    }

    /// <summary>Gives a free lane to who waits for one: for who was resumed and has no use for it.</summary>
    public void Offer() => ResumeInTurn(TakeNext());

    // Who is resumed may have no use for the lane any more, its call having been withdrawn; then the next one gets it.
    private void ResumeInTurn(IGuestWaiter? next)
    {
        while (next is not null && next.Resume())
        {
            next = TakeNext();
        }
    }

    private IGuestWaiter? TakeNext()
    {
        if (_waiting.Count == 0)
        {
            return null;
        }

        lock (_gate)
        {
            IGuestWaiter? next = null;
            for (int slot = 0; next is null && slot < _slots.Length; slot++)
            {
                next = CanServe(_slots[slot]) ? _waiting.TakeFor(_slots[slot]!, slot) : null;
            }

            foreach (Guest guest in _leaving)
            {
                next ??= CanServe(guest) ? _waiting.TakeFor(guest, slot: -1) : null;
            }

            return next;
        }
    }

    /// <summary>Resumes the waiter when a lane may be free for it.</summary>
    /// <returns>False where one is free now, so that nobody is resumed.</returns>
    public bool Wait(in GuestWish wish, IGuestWaiter waiter)
    {
        lock (_gate)
        {
            bool isFree = Find_NeedsLock(wish, out _) is not null;
            if (!isFree)
            {
                _waiting.Add(wish, waiter);
            }

            return !isFree;
        }
    }

    /// <summary>Whether all calls go to the same guest.</summary>
    public bool HasOneGuest => _slots.Length == 1;

    /// <summary>Lets a waiter wait no longer.</summary>
    /// <returns>False where it was resumed.</returns>
    public bool TryWithdraw(IGuestWaiter waiter)
    {
        lock (_gate)
        {
            return _waiting.Remove(waiter);
        }
    }

    /// <summary>Makes everybody who waits look again: the state of the library has changed.</summary>
    public void ResumeAll()
    {
        IGuestWaiter[] waiters;
        lock (_gate)
        {
            waiters = _waiting.TakeAll();
        }

        Array.ForEach(waiters, static waiter => waiter.Resume());
    }
}
