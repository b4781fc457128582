using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>A path where no actor is. What is told to it is published as a dead letter.</summary>
internal sealed class EmptyActorRef(ActorSystem system, ActorPath path) : ActorRefBase
{
    public override ActorPath Path => path;

    public override ActorSystem System => system;

    public override void Tell(object message, IActorRef? sender)
    {
        if (message is Identify identify)
        {
            sender?.Tell(new ActorIdentity(identify.MessageId, null), this);
        }
        else
        {
            Publish(message, sender, this);
        }
    }

    public override void SendSystemMessage(SystemMessage message) => message.Refuse();

    /// <summary>Publishes what could not be delivered, unless its loss is no news or it is the news of a loss itself.</summary>
    public void Publish(object message, IActorRef? sender, IActorRef recipient)
    {
        if (message is not (DeadLetter or IDeadLetterSuppression))
        {
            system.EventStream.Publish(new DeadLetter(message, sender ?? system.DeadLetters, recipient));
        }
    }
}
