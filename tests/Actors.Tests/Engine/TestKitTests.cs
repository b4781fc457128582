using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Xunit.Sdk;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>The expectations that the other tests stand on can fail.</summary>
public sealed class TestKitTests : TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void ExpectMsg_WithoutAMessage_Fails()
    {
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(Soon));
    }

    [Fact]
    public void ExpectMsg_WithAnotherMessage_Fails()
    {
        TestActor.Tell(1, TestActor);
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>());
        TestActor.Tell("one", TestActor);
        Assert.ThrowsAny<XunitException>(() => ExpectMsg("two"));
        TestActor.Tell("one", TestActor);
        Assert.ThrowsAny<XunitException>(() => ExpectMsg<string>(message => message == "two"));
    }

    [Fact]
    public void ExpectNoMsg_WithAMessage_Fails()
    {
        TestActor.Tell("surprise", TestActor);

        Assert.ThrowsAny<XunitException>(() => ExpectNoMsg(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void ExpectNoMsg_WithoutAMessage_Passes()
    {
        ExpectNoMsg(Soon);
    }

    [Fact]
    public void ExpectTerminated_OfAnotherActor_Fails()
    {
        IActorRef one = Watch(Sys.ActorOf(Props.Create(() => new Counter())));
        IActorRef other = Sys.ActorOf(Props.Create(() => new Counter()));

        Sys.Stop(one);

        Assert.ThrowsAny<XunitException>(() => ExpectTerminated(other));
    }

    [Fact]
    public void AwaitAssert_ThatNeverHolds_Fails()
    {
        Assert.ThrowsAny<XunitException>(() => AwaitAssert(() => Assert.Fail("never"), Soon));
    }

    [Fact]
    public void Probe_WithAMessage_RepliesToItsSender()
    {
        TestProbe probe = CreateTestProbe();

        probe.Ref.Tell("question", TestActor);
        probe.ExpectMsg("question");
        probe.Reply("answer");

        ExpectMsg("answer");
        Assert.Equal(probe.Ref, LastSender);
    }

    [Fact]
    public void Tell_WithoutASender_IsFromTheTestActor()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));

        counter.Tell("one");

        ExpectMsg(1);
    }
}
