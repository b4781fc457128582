using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>Stops the actor, its children first.</summary>
internal sealed class Terminate : SystemMessage
{
    public override void Apply(ActorCell cell) => cell.Lifecycle.Terminate();
}
