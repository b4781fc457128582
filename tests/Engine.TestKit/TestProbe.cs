using Akka.Actor;

namespace Akka.TestKit;

/// <summary>An actor whose messages a test expects apart from its own.</summary>
internal sealed class TestProbe(ActorSystem system, string? name) : TestKitBase(system, name)
{
    public IActorRef Ref => TestActor;

    public IActorRef Sender => LastSender;

    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    public void Reply(object message) => Sender.Tell(message, TestActor);
}
