using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>Holds the actor's messages back, because its parent failed.</summary>
internal sealed class Suspend : SystemMessage
{
    public override bool WaitsForChildren => true;

    public override void Apply(ActorCell cell) => cell.Faults.Suspend();
}
