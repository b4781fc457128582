using Akka.Actor;

namespace Akka.Hosting;

/// <summary>A registered actor, for injection.</summary>
internal interface IRequiredActor<TActor>
{
    /// <summary>Throws <see cref="MissingActorRegistryEntryException"/> as long as the actor is not registered.</summary>
    IActorRef ActorRef { get; }
}
