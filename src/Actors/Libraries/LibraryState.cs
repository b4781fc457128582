namespace ActorFfi;

/// <summary>The states in the life of a library.</summary>
public enum LibraryState
{
    /// <summary>Being opened and resolved; nonblocking calls are accepted and wait.</summary>
    Loading,

    /// <summary>Serving calls.</summary>
    Ready,

    /// <summary>Stopped after a failure, waiting for its next start.</summary>
    BackingOff,

    /// <summary>Given up after a failure; calls fail at once with the reason.</summary>
    Failed,

    /// <summary>Finishing what was accepted; new calls are refused.</summary>
    Draining,

    /// <summary>Stopped on purpose.</summary>
    Stopped,
}
