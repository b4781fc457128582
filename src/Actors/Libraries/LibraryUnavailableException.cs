namespace ActorFfi;

/// <summary>A library serves no calls at the moment; nothing native ran, and buffers are with their handles.</summary>
public sealed class LibraryUnavailableException : ActorFfiException
{
    internal LibraryUnavailableException(string library, LibraryState state, string reason, Exception? cause = null)
        : base($"Library '{library}' serves no calls: it is {state}. {reason}", cause)
    {
        Library = library;
        State = state;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The state the library was in.</summary>
    public LibraryState State { get; }
}
