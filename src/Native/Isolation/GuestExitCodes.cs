namespace ActorFfi;

/// <summary>The exit codes of guests that end on their own account; what native code passes to exit may be the same.</summary>
internal static class GuestExitCodes
{
    /// <summary>It was started by hand, or by a runtime of another version.</summary>
    public const int NotStartedByRuntime = 64;

    /// <summary>The library could not be loaded; the parent was told why.</summary>
    public const int NotLoaded = 65;

    /// <summary>Its parent has ended.</summary>
    public const int ParentEnded = 66;

    /// <summary>Native code ended the thread of a lane.</summary>
    public const int LaneEnded = 67;

    /// <summary>Its memory could not be bounded, or its program not be executed after that.</summary>
    public const int NotExecuted = 68;
}
