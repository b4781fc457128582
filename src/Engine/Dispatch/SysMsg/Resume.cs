using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>Lets a suspended actor go on. The cause is null unless the failure was its own.</summary>
internal sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    public override bool WaitsForChildren => true;

    public override void Apply(ActorCell cell) => cell.Faults.Resume(causedByFailure);
}
