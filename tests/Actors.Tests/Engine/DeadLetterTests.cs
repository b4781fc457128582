using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>What becomes of messages that no actor gets.</summary>
public sealed class DeadLetterTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Message_ToAStoppedActor_IsPublishedWithSenderAndRecipient()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Assert.True(await actor.GracefulStop(Patience));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        actor.Tell("too late", TestActor);

        DeadLetter letter = ExpectMsg<DeadLetter>();
        Assert.Equal("too late", letter.Message);
        Assert.Equal(TestActor, letter.Sender);
        Assert.Equal(actor, letter.Recipient);
    }

    [Fact]
    public async Task Message_WithoutASender_IsPublishedWithDeadLettersAsTheSender()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Assert.True(await actor.GracefulStop(Patience));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        actor.Tell("too late", ActorRefs.NoSender);

        Assert.Equal(Sys.DeadLetters, ExpectMsg<DeadLetter>().Sender);
    }

    [Fact]
    public async Task Mailbox_OfAnActorThatStops_IsPublishedInOrder()
    {
        using ManualResetEventSlim gate = new();
        Func<Exception, Directive> stop = _ => Directive.Stop;
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(stop)));
        IActorRef child = await parent.Ask<IActorRef>(Props.Create(() => new Blocked(TestActor)), Patience);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        child.Tell(gate, TestActor);
        ExpectMsg("at the gate");

        child.Tell("first", TestActor);
        child.Tell("second", TestActor);
        parent.Tell(new Parent.StopChild(child), TestActor);
        ExpectMsg<Parent.StopChild>();
        gate.Set();

        ExpectMsg("PostStop");
        Assert.Equal("first", ExpectMsg<DeadLetter>().Message);
        Assert.Equal("second", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Message_ToDeadLetters_IsPublished()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        Sys.DeadLetters.Tell("nobody cares", TestActor);

        Assert.Equal("nobody cares", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public async Task PoisonPill_ToAStoppedActor_IsNoDeadLetter()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Assert.True(await actor.GracefulStop(Patience));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        actor.Tell(PoisonPill.Instance, TestActor);
        actor.Tell("marker", TestActor);

        Assert.Equal("marker", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Message_ToNobody_Vanishes()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        ActorRefs.Nobody.Tell("hello", TestActor);
        Sys.DeadLetters.Tell("marker", TestActor);

        Assert.Equal("marker", ExpectMsg<DeadLetter>().Message);
    }
}
