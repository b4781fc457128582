namespace ActorFfi;

/// <summary>A guest process that could not be started, or ended before its library was loaded.</summary>
public sealed class GuestStartException : ActorFfiException
{
    internal GuestStartException(string library, string reason, Exception? cause = null)
        : base($"The guest process of library '{library}' could not be started: {reason}", cause)
    {
        Library = library;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>How the guest ended; null where it never ran.</summary>
    internal GuestExit? Exit { get; init; }

    /// <summary>Whether the system lacked what a process needs, which may be there the next time.</summary>
    internal bool IsForWantOfResources { get; init; }
}
