namespace ActorFfi;

/// <summary>Why a call was not accepted, in the words of the tag <c>reason</c>.</summary>
internal static class RefusalReason
{
    public const string QueueFull = "queue_full";

    /// <summary>The reason in a call's failure: the full queue, or the state of the library; null where the call was accepted.</summary>
    public static string? Of(Exception? failure) => failure switch
    {
        CallRefusedException => QueueFull,
        LibraryUnavailableException { State: LibraryState.BackingOff } => "backing_off",
        LibraryUnavailableException unavailable => unavailable.State.ToString().ToLowerInvariant(),
        _ => null,
    };
}
