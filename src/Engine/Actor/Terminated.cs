using Akka.Event;

namespace Akka.Actor;

/// <summary>Tells a watcher that an actor has stopped, its <c>PostStop</c> included.</summary>
internal sealed class Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated) : IAutoReceivedMessage, IDeadLetterSuppression
{
    public IActorRef ActorRef { get; } = actorRef;

    /// <summary>False when the actor had stopped before it was watched.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public bool AddressTerminated { get; } = addressTerminated;

    public override string ToString() => $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
}
