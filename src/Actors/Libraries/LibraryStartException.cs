namespace ActorFfi;

/// <summary>A call that prepares or ends a library failed.</summary>
public sealed class LibraryStartException : ActorFfiException
{
    internal LibraryStartException(string library, string call, Exception cause)
        : base($"Call '{call}' in the start or end of library '{library}' failed: {(cause as GuestCrashedException)?.MessageWithoutBuffers ?? cause.Message} Correct 'OnStart' or 'OnStop', or what the call needs.", cause)
    {
        Library = library;
        Call = call;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The call as declared.</summary>
    public string Call { get; }
}
