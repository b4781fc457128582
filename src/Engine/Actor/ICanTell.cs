namespace Akka.Actor;

/// <summary>Something that takes messages: an actor's reference or a selection.</summary>
internal interface ICanTell
{
    void Tell(object message, IActorRef? sender);
}
