namespace Akka.Actor;

/// <summary>An actor's view of itself and its surroundings. Threads: for use in the actor's own turn only.</summary>
internal interface IActorContext : IActorRefFactory, ICanWatch
{
    IActorRef Self { get; }

    IActorRef Sender { get; }

    IActorRef Parent { get; }

    ActorSystem System { get; }

    void Become(Receive receive);

    IActorRef Child(string name);

    IEnumerable<IActorRef> GetChildren();

    void Stop(IActorRef child);
}
