using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>Actors found by path.</summary>
public sealed class SelectionTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Selection_OfALivingActor_DeliversToIt()
    {
        Sys.ActorOf(Props.Create(() => new Counter()), "counter");

        Sys.ActorSelection("/user/counter").Tell("one", TestActor);

        ExpectMsg(1);
    }

    [Fact]
    public async Task Selection_ByFullPathOfADescendant_DeliversToIt()
    {
        Func<Exception, Directive> stop = _ => Directive.Stop;
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(stop)), "parent");
        IActorRef child = await parent.Ask<IActorRef>(Props.Create(() => new Counter()), Patience);

        Sys.ActorSelection(child.Path.ToString()).Tell("one", TestActor);
        Sys.ActorSelection(child.Path).Tell("two", TestActor);

        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact]
    public async Task ResolveOne_OfALivingActor_GivesItsReference()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()), "counter");

        Assert.Equal(counter, await Sys.ActorSelection("/user/counter").ResolveOne(Patience));
    }

    [Fact]
    public async Task ResolveOne_OfAPathWithoutAnActor_Fails()
    {
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/nobody").ResolveOne(Patience));
    }

    [Fact]
    public void Selection_WithoutAnActor_MakesADeadLetterOfTheMessage()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        Sys.ActorSelection("/user/nobody").Tell("hello", TestActor);

        DeadLetter letter = ExpectMsg<DeadLetter>();
        Assert.Equal("hello", letter.Message);
        Assert.Equal("/user/nobody", letter.Recipient.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task Selection_WithinAnActor_FindsOthersByAbsolutePath()
    {
        Sys.ActorOf(Props.Create(() => new Counter()), "counter");
        IActorRef seeker = Sys.ActorOf(Props.Create(() => new Seeker()));

        Assert.Equal(1, await seeker.Ask<int>("/user/counter", Patience));
    }

    private sealed class Seeker : ReceiveActor
    {
        public Seeker() => Receive<string>(path => Context.ActorSelection(path).Tell("one", Sender));
    }
}
