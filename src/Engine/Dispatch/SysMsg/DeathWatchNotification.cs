using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>Tells a parent and the watchers that an actor has stopped.</summary>
internal sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed) : SystemMessage
{
    public IActorRef Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public override void Apply(ActorCell cell)
    {
        // A parent that also watches gets its Terminated queued before it goes on with what waited for the child.
        cell.DeathWatch.Notify(this);
        cell.Lifecycle.ChildTerminated(Actor);
    }
}
