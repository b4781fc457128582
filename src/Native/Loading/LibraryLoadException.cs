using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A library that could not be loaded from any of its paths.</summary>
public sealed class LibraryLoadException : ActorFfiException
{
    internal LibraryLoadException(string library, ImmutableArray<LoadAttempt> attempts)
        : base(Describe(library, attempts))
    {
        Library = library;
        Attempts = attempts;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>What was tried, in order, and why each failed.</summary>
    public ImmutableArray<LoadAttempt> Attempts { get; }

    private static string Describe(string library, ImmutableArray<LoadAttempt> attempts) =>
        $"Library '{library}' could not be loaded. "
        + string.Join(" ", attempts.Select(attempt => $"Path '{attempt.Path}' failed: {attempt.Reason.TrimEnd('.')}."))
        + " Install the library, or correct its 'Path'.";
}
