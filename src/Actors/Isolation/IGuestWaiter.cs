namespace ActorFfi;

/// <summary>Who waits for a lane of a guest.</summary>
internal interface IGuestWaiter
{
    /// <summary>Says that there may be one now; called outside the pool's lock, on any thread, once.</summary>
    /// <returns>Whether it has taken one, or has no use for one any more; false where it looks later, and calls <see cref="GuestPool.Offer"/> if it takes none.</returns>
    bool Resume();
}
