namespace Akka.Actor;

/// <summary>Something that creates actors under itself and finds actors by path.</summary>
internal interface IActorRefFactory
{
    IActorRef ActorOf(Props props, string? name = null);

    ActorSelection ActorSelection(ActorPath actorPath);

    ActorSelection ActorSelection(string actorPath);
}
