using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>Makes the first incarnation.</summary>
internal sealed class Create : SystemMessage
{
    public override void Apply(ActorCell cell) => cell.Lifecycle.Create();
}
