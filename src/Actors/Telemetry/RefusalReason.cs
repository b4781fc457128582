namespace ActorFfi;

/// <summary>Why a call was not accepted, in the words of the tag <c>reason</c>.</summary>
internal static class RefusalReason
{
    /// <summary>The reason in a call's failure: the full queue, or the state of the library; null where the call was accepted.</summary>
    public static string? Of(Exception? failure) => failure switch
    {
        CallRefusedException refused => OfQueue(refused.Reason),
        PoisonCallException => "poison",
        ArenaFullException => "arena_full",
        LibraryUnavailableException { State: LibraryState.BackingOff } => "backing_off",
        LibraryUnavailableException unavailable => unavailable.State.ToString().ToLowerInvariant(),
        _ => null,
    };

    private static string OfQueue(CallRefusal reason) => reason switch
    {
        CallRefusal.QueueFull => "queue_full",
        CallRefusal.BytesFull => "bytes_full",
        CallRefusal.LibraryFull => "library_full",
        CallRefusal.LibraryBytesFull => "library_bytes_full",
        _ => "held_by_caller",
    };
}
