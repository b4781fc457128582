using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>Tells a parent that a child failed and waits, suspended, for a decision.</summary>
internal sealed class Failed(IActorRef child, Exception cause) : SystemMessage
{
    public override bool WaitsForResume => true;

    public IActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;

    public override void Apply(ActorCell cell) => cell.Faults.Decide(this);
}
