namespace ActorFfi;

/// <summary>What a failure says to callers outside the process, who see no inner exceptions.</summary>
internal static class FailureText
{
    /// <summary>The message, and the reasons of a library that serves no calls behind it. The service's callers have no handles of buffers, so none are spoken of.</summary>
    public static string Of(Exception exception) => exception switch
    {
        ArgumentException argument => ArgumentFault.MessageOf(argument),
        LibraryUnavailableException { InnerException: ActorFfiException reason } => $"{exception.Message} The reason: {Of(reason)}",
        GuestCrashedException crash => crash.MessageWithoutBuffers,
        CallTimeoutException late => late.MessageWithoutBuffers,
        _ => exception.Message,
    };
}
