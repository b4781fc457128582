namespace ActorFfi;

/// <summary>What a supervisor does about a failure.</summary>
public enum FailureDirective
{
    /// <summary>The worker goes on with its next call.</summary>
    Resume,

    /// <summary>The worker is replaced by a new one.</summary>
    RestartWorker,

    /// <summary>The library is stopped and, after a back-off, started again, as long as its budget lasts.</summary>
    RestartLibrary,

    /// <summary>What failed is stopped: a worker, whose place a new one takes on demand, or a library, which is Failed then.</summary>
    Stop,

    /// <summary>The failure goes up to the runtime: it stops the service if the library is critical, and restarts the library otherwise.</summary>
    Escalate,
}
