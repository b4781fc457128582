namespace ActorFfi;

/// <summary>A null pointer was looked behind.</summary>
public sealed class NullForeignPointerException : ActorFfiException
{
    internal NullForeignPointerException(string? library)
        : base($"A null pointer {(library is null ? "" : $"of library '{library}' ")}cannot be viewed: nothing is behind it. Look at 'IsNull' first.")
    {
        Library = library;
    }

    /// <summary>The library that gave the pointer out; null for a default pointer.</summary>
    public string? Library { get; }
}
