namespace ActorFfi;

/// <summary>What native code points to is not what was asked for: no NUL ends the C string.</summary>
public sealed class ForeignMemoryException : ActorFfiException
{
    internal ForeignMemoryException(string? library, long searched)
        : base($"The C string behind a pointer of library '{library}' has no NUL in its first {searched:N0} bytes and was not read. Check that it is a C string, or raise the limit.")
    {
        Library = library;
        SearchedBytes = searched;
    }

    /// <summary>The library that gave the pointer out.</summary>
    public string? Library { get; }

    /// <summary>How many bytes were searched.</summary>
    public long SearchedBytes { get; }
}
