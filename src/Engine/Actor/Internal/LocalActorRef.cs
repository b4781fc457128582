using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>The reference to one incarnation of an actor's cell. It stays usable when the actor has stopped: messages become dead letters.</summary>
internal sealed class LocalActorRef(ActorCell cell, ActorPath path) : ActorRefBase
{
    public override ActorPath Path => path;

    public override ActorSystem System => cell.System;

    public ActorCell Cell => cell;

    public bool IsTerminated => cell.IsTerminated;

    public override void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        cell.Mailbox.Post(new Envelope(message, sender));
    }

    public override void SendSystemMessage(SystemMessage message) => cell.Mailbox.Post(message);

    public IActorRef GetChild(string name) => cell.Children.Find(name);

    public void Resume(Exception? causedByFailure) => SendSystemMessage(new Resume(causedByFailure));

    public void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    public void Suspend() => SendSystemMessage(new Suspend());

    public void Stop() => SendSystemMessage(new Terminate());
}
