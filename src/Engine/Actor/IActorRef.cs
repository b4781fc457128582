namespace Akka.Actor;

/// <summary>A handle to one incarnation of an actor. Equal when path and incarnation are.</summary>
internal interface IActorRef : ICanTell, IEquatable<IActorRef>
{
    ActorPath Path { get; }
}
