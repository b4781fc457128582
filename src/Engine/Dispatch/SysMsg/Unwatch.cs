using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>Takes a <see cref="Watch"/> back.</summary>
internal sealed class Unwatch(IInternalActorRef watcher) : SystemMessage
{
    public override void Apply(ActorCell cell) => cell.DeathWatch.RemoveWatcher(watcher);
}
