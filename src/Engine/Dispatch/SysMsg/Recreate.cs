using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>Restarts the actor: a new incarnation behind the same mailbox.</summary>
internal sealed class Recreate(Exception cause) : SystemMessage
{
    public override bool WaitsForChildren => true;

    public override void Apply(ActorCell cell) => cell.Lifecycle.Recreate(cause);
}
