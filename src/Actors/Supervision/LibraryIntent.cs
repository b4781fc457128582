namespace ActorFfi;

/// <summary>What the runtime wants of a library.</summary>
internal enum LibraryIntent
{
    /// <summary>It runs; failures are restarted as its policy says.</summary>
    Run,

    /// <summary>It stops and then runs again, in a new generation.</summary>
    Restart,

    /// <summary>It finishes what it accepted, stops, and stays stopped.</summary>
    Drain,

    /// <summary>It stops and stays stopped.</summary>
    Stop,
}
