using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>What an actor may see and do of its cell.</summary>
internal sealed class ActorContext(ActorCell cell) : IUntypedActorContext
{
    public IActorRef Self => cell.Self;

    public IActorRef Sender => cell.Sender;

    public IActorRef Parent => cell.Parent;

    public ActorSystem System => cell.System;

    public IActorRef ActorOf(Props props, string? name = null) => cell.Children.Attach(props, name);

    public ActorSelection ActorSelection(ActorPath actorPath) => System.ActorSelection(actorPath);

    public ActorSelection ActorSelection(string actorPath) => System.ActorSelection(actorPath);

    public IActorRef Child(string name) => cell.Children.Find(name);

    public IEnumerable<IActorRef> GetChildren() => cell.Children.All;

    public void Become(Receive receive) => cell.Incarnation.Become(receive);

    public void Become(UntypedReceive receive) => Become((Receive)(message =>
    {
        receive(message);
        return true;
    }));

    public IActorRef Watch(IActorRef subject)
    {
        cell.DeathWatch.Watch((IInternalActorRef)subject);
        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        cell.DeathWatch.Unwatch((IInternalActorRef)subject);
        return subject;
    }

    public void Stop(IActorRef child)
    {
        cell.Children.Stop(child);
        ((IInternalActorRef)child).SendSystemMessage(new Terminate());
    }
}
