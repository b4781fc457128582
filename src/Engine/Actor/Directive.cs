namespace Akka.Actor;

/// <summary>What a supervisor does with a child that failed.</summary>
internal enum Directive
{
    /// <summary>The child goes on with the next message, its state as it is.</summary>
    Resume,

    /// <summary>A new incarnation takes the child's place and mailbox.</summary>
    Restart,

    /// <summary>The supervisor fails itself with the child's exception.</summary>
    Escalate,

    /// <summary>The child is stopped for good.</summary>
    Stop,
}
