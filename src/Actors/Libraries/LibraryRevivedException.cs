namespace ActorFfi;

/// <summary>A library was not stopped, because it was revived or restarted while it drained.</summary>
public sealed class LibraryRevivedException : ActorFfiException
{
    internal LibraryRevivedException(string library)
        : base($"Library '{library}' was to be drained, but it was revived or restarted before it had stopped, and serves on. Drain it again to stop it.")
    {
        Library = library;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }
}
