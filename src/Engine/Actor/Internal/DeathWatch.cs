using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>Whom an actor watches and who watches it. Threads: in the actor's turn only.</summary>
internal sealed class DeathWatch(ActorCell cell)
{
    private readonly HashSet<IInternalActorRef> _watching = [];
    private readonly HashSet<IInternalActorRef> _watchedBy = [];

    // Those whose Terminated is in the mailbox: taking the watch back still has to silence it.
    private readonly HashSet<IActorRef> _queued = [];

    public void Watch(IInternalActorRef subject)
    {
        if (!subject.Equals(cell.Self) && _watching.Add(subject))
        {
            subject.SendSystemMessage(new Watch(subject, cell.Self));
        }
    }

    public void Unwatch(IInternalActorRef subject)
    {
        if (_watching.Remove(subject))
        {
            subject.SendSystemMessage(new Unwatch(cell.Self));
        }

        _queued.Remove(subject);
    }

    public void AddWatcher(IInternalActorRef watcher) => _watchedBy.Add(watcher);

    public void RemoveWatcher(IInternalActorRef watcher) => _watchedBy.Remove(watcher);

    /// <summary>Queues <see cref="Terminated"/> behind the messages that are there, if the actor is watched.</summary>
    public void Notify(DeathWatchNotification notification)
    {
        if (_watching.Remove((IInternalActorRef)notification.Actor) && !cell.Children.AreTerminating)
        {
            _queued.Add(notification.Actor);
            cell.Self.Tell(new Terminated(notification.Actor, notification.ExistenceConfirmed, addressTerminated: false), notification.Actor);
        }
    }

    /// <summary>Whether the actor still wants to know.</summary>
    public bool Accept(Terminated terminated) => _queued.Remove(terminated.ActorRef);

    /// <summary>The parent is told anyway.</summary>
    public void TellWatchers()
    {
        foreach (IInternalActorRef watcher in _watchedBy)
        {
            if (!watcher.Equals(cell.Parent))
            {
                watcher.SendSystemMessage(new DeathWatchNotification(cell.Self, existenceConfirmed: true));
            }
        }

        _watchedBy.Clear();
    }

    public void UnwatchAll()
    {
        foreach (IInternalActorRef subject in _watching)
        {
            subject.SendSystemMessage(new Unwatch(cell.Self));
        }

        _watching.Clear();
        _queued.Clear();
    }
}
