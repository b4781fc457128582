namespace Akka.Actor;

/// <summary>Something that is told, by <see cref="Terminated"/>, when another actor has stopped.</summary>
internal interface ICanWatch
{
    IActorRef Watch(IActorRef subject);

    IActorRef Unwatch(IActorRef subject);
}
