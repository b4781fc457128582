namespace ActorFfi;

/// <summary>What native code points to is not what was asked for: no NUL ends the C string, or a guest process has no memory there.</summary>
public sealed class ForeignMemoryException : ActorFfiException
{
    internal ForeignMemoryException(string? library, long searched)
        : base($"The C string behind a pointer of library '{library}' has no NUL in its first {searched:N0} bytes and was not read. Check that it is a C string, or raise the limit.")
    {
        Library = library;
        SearchedBytes = searched;
    }

    internal ForeignMemoryException(string library, long bytes, bool isWrite)
        : base($"{bytes:N0} bytes behind a pointer of library '{library}' could not be {(isWrite ? "written" : "read")}: its guest process has no such memory there, or has ended. Check the extent that native code promises.")
    {
        Library = library;
        SearchedBytes = bytes;
    }

    /// <summary>The library that gave the pointer out.</summary>
    public string? Library { get; }

    /// <summary>How many bytes were searched, read or written.</summary>
    public long SearchedBytes { get; }
}
