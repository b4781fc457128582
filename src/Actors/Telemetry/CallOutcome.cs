namespace ActorFfi;

/// <summary>What became of a call, in the words of the tag <c>outcome</c>.</summary>
internal static class CallOutcome
{
    public const string Success = "success";
    public const string DeclaredFailure = "declared_failure";
    public const string Refused = "refused";
    public const string Cancelled = "cancelled";
    public const string Timeout = "timeout";
    public const string Unavailable = "unavailable";
    public const string Faulted = "faulted";
    public const string Abandoned = "abandoned";
    public const string Crashed = "crashed";

    /// <summary>The outcome of an answered call.</summary>
    /// <param name="failure">Its failure; null where it succeeded.</param>
    /// <param name="isAbandoned">Whether native code still has it.</param>
    public static string Of(Exception? failure, bool isAbandoned) => failure switch
    {
        null => Success,
        CallTimeoutException or CallSkippedException => Timeout,
        _ when isAbandoned => Abandoned,
        NativeCallFailedException => DeclaredFailure,
        CallRefusedException or PoisonCallException or ArenaFullException => Refused,
        GuestCrashedException => Crashed,
        OperationCanceledException => Cancelled,
        LibraryUnavailableException => Unavailable,
        _ => Faulted,
    };
}
