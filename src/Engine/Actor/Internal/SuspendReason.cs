namespace Akka.Actor.Internal;

/// <summary>What an actor goes on with once the children that it is waiting for have stopped.</summary>
internal abstract record SuspendReason
{
    /// <summary>Its first creation, after one that failed.</summary>
    public sealed record Creation : SuspendReason;

    /// <summary>Its restart.</summary>
    public sealed record Recreation(Exception Cause) : SuspendReason;

    /// <summary>Its own stop.</summary>
    public sealed record Termination : SuspendReason;
}
