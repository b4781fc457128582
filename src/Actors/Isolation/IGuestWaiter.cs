namespace ActorFfi;

/// <summary>Who waits for a lane of a guest.</summary>
internal interface IGuestWaiter
{
    /// <summary>Says that there may be one now; called outside the pool's lock, on any thread, once.</summary>
    void Resume();
}
