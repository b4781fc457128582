namespace ActorFfi;

/// <summary>The failures of libraries in words.</summary>
internal static class LibraryFailures
{
    /// <summary>What the reason of a library's state says of the failure behind it.</summary>
    public static string Describe(LibraryFailure failure) => failure.Kind switch
    {
        FailureKind.LoadError => "It could not be loaded; see the inner exception.",
        FailureKind.TooManyAbandoned => failure.Cause.Message,
        FailureKind kind => $"It failed ({kind}): {failure.Cause.Message}",
    };

    /// <summary>The failure of a library whose actor ended without saying why.</summary>
    public static LibraryFailure Unexpected(LibraryEntry library) => new(
        FailureKind.Fault,
        FailureDirective.RestartLibrary,
        new InvalidOperationException($"The actor of library '{library.Name}' ended, and nobody had asked for it."));
}
