namespace Akka.Actor;

/// <summary>An actor watched another, was told that it stopped, and did not handle that.</summary>
internal sealed class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor [{deadActor}] terminated")
{
    public IActorRef DeadActor { get; } = deadActor;
}
