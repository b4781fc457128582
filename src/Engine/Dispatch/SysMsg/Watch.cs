using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>Asks an actor to tell the watcher when it stops.</summary>
internal sealed class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public override void Apply(ActorCell cell) => cell.DeathWatch.AddWatcher(watcher);

    public override void Refuse() => watcher.SendSystemMessage(new DeathWatchNotification(watchee, existenceConfirmed: false));
}
