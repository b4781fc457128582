namespace ActorFfi;

/// <summary>What a supervisor does about a failure.</summary>
public enum FailureDirective
{
    /// <summary>The worker goes on with its next call.</summary>
    Resume,

    /// <summary>The worker is replaced by a new one.</summary>
    RestartWorker,

    /// <summary>The worker is taken away; the symbol's other workers go on, and a new one comes on demand.</summary>
    Stop,

    /// <summary>The failure becomes that of the library.</summary>
    Escalate,
}
