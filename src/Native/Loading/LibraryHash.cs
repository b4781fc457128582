using System.Security.Cryptography;

namespace ActorFfi;

/// <summary>The check of a library's file against the SHA-256 that was declared for it.</summary>
/// <remarks>
/// The file is read, and then loaded by the same path: whoever may replace it between the two can still have another one loaded.
/// The check finds a wrong version and a damaged or exchanged file; it does not protect from somebody who can write to the folder at any time.
/// </remarks>
internal static class LibraryHash
{
    /// <summary>How many hexadecimal digits a hash has.</summary>
    public const int Digits = SHA256.HashSizeInBytes * 2;

    /// <summary>Whether a text is a hash in hexadecimal.</summary>
    public static bool IsHash(string text) => text.Length == Digits && text.All(char.IsAsciiHexDigit);

    /// <summary>Refuses a file that has another hash. One that is missing is left to the loader, which says so.</summary>
    /// <exception cref="LibraryHashException">It has.</exception>
    /// <exception cref="ArgumentException">The path is a bare name, so that it is not known which file will be loaded.</exception>
    public static void Demand(string library, string path, string expected)
    {
        if (!Path.IsPathRooted(path))
        {
            throw new ArgumentException($"Library '{library}' has a SHA-256, but '{path}' is a name that the system searches. Give the path of the file.", nameof(path));
        }

        if (!File.Exists(path))
        {
            return;
        }

        string actual = Of(library, path, expected);
        if (!actual.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            throw LibraryHashException.Differs(library, path, expected, actual);
        }
    }

    private static string Of(string library, string path, string expected)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw LibraryHashException.Unread(library, path, expected, failure);
        }
    }
}
