using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>Who gets what is published.</summary>
public sealed class EventStreamTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Event_OfADerivedType_ReachesTheSubscriberOfItsBase()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Fruit));

        Sys.EventStream.Publish(new Apple("red"));

        ExpectMsg(new Apple("red"));
    }

    [Fact]
    public void Event_OfATypeWithAnInterface_ReachesTheSubscriberOfTheInterface()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(IEdible));

        Sys.EventStream.Publish(new Apple("red"));

        ExpectMsg(new Apple("red"));
    }

    [Fact]
    public void Event_OfAnotherType_DoesNotReachTheSubscriber()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Apple));

        Sys.EventStream.Publish(new Pear());
        Sys.EventStream.Publish(new Apple("red"));

        ExpectMsg(new Apple("red"));
    }

    [Fact]
    public void Event_AfterUnsubscribing_DoesNotReachTheActor()
    {
        TestProbe other = CreateTestProbe();
        Sys.EventStream.Subscribe(TestActor, typeof(Apple));
        Sys.EventStream.Subscribe(other.Ref, typeof(Apple));

        Assert.True(Sys.EventStream.Unsubscribe(TestActor, typeof(Apple)));
        Sys.EventStream.Publish(new Apple("red"));

        other.ExpectMsg(new Apple("red"));
        TestActor.Tell("next", TestActor);
        ExpectMsg("next");
    }

    [Fact]
    public void Subscription_ThatExists_IsNotMadeTwice()
    {
        Assert.True(Sys.EventStream.Subscribe(TestActor, typeof(Apple)));
        Assert.False(Sys.EventStream.Subscribe(TestActor, typeof(Apple)));

        Sys.EventStream.Publish(new Apple("red"));

        ExpectMsg(new Apple("red"));
        TestActor.Tell("next", TestActor);
        ExpectMsg("next");
    }

    [Fact]
    public async Task DeadLetter_WithASubscriberThatStopped_DoesNotGoRoundInCircles()
    {
        IActorRef subscriber = Sys.ActorOf(Props.Create(() => new Counter()));
        Sys.EventStream.Subscribe(subscriber, typeof(DeadLetter));
        Assert.True(await subscriber.GracefulStop(Patience));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        Sys.DeadLetters.Tell("first", TestActor);
        Sys.DeadLetters.Tell("second", TestActor);

        Assert.Equal("first", ExpectMsg<DeadLetter>().Message);
        Assert.Equal("second", ExpectMsg<DeadLetter>().Message);
    }

    private interface IEdible;

    private abstract record Fruit;

    private sealed record Apple(string Colour) : Fruit, IEdible;

    private sealed record Pear : Fruit;
}
