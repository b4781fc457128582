namespace ActorFfi;

/// <summary>The file of a library does not have the SHA-256 that was declared for it, and was not loaded.</summary>
public sealed class LibraryHashException : ActorFfiException
{
    private LibraryHashException(string message, string library, string path, string expected, string? actual, Exception? cause)
        : base(message, cause)
    {
        Library = library;
        Path = path;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The hash that was declared, in hexadecimal.</summary>
    public string Expected { get; }

    /// <summary>The hash that the file has, in hexadecimal; null where it could not be read.</summary>
    public string? Actual { get; }

    internal static LibraryHashException Differs(string library, string path, string expected, string actual) => new(
        $"Library '{library}' was not loaded: '{path}' has the SHA-256 {actual}, and {expected} is declared. Put the right file there, or declare the hash of this one if you trust it.",
        library, path, expected, actual, null);

    internal static LibraryHashException Unread(string library, string path, string expected, Exception cause) => new(
        $"Library '{library}' was not loaded: '{path}' could not be read to check its SHA-256. {cause.Message}",
        library, path, expected, null, cause);
}
