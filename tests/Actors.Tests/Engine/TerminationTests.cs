using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>The end of a whole system.</summary>
public sealed class TerminationTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Terminate_OfASystem_StopsItsActors()
    {
        ActorSystem system = ActorSystem.Create("other");
        system.ActorOf(Props.Create(() => new Fragile(TestActor)));
        ExpectMsg("PreStart");
        Assert.False(system.WhenTerminated.IsCompleted);

        await system.Terminate().WaitAsync(Patience);

        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
        ExpectMsg("PostStop");
    }

    [Fact]
    public async Task Terminate_CalledTwice_CompletesBothTimes()
    {
        ActorSystem system = ActorSystem.Create("other");

        Task first = system.Terminate();
        Task second = system.Terminate();

        await first.WaitAsync(Patience);
        await second.WaitAsync(Patience);
    }

    [Fact]
    public async Task Tell_AfterTermination_GoesNowhere()
    {
        ActorSystem system = ActorSystem.Create("other");
        IActorRef actor = system.ActorOf(Props.Create(() => new Fragile(TestActor)));
        await system.Terminate().WaitAsync(Patience);
        ExpectMsg("PreStart");
        ExpectMsg("PostStop");

        actor.Tell("too late", TestActor);

        TestActor.Tell("next", TestActor);
        ExpectMsg("next");
    }

    [Fact]
    public async Task ActorOf_AfterTermination_IsRefused()
    {
        ActorSystem system = ActorSystem.Create("other");
        await system.Terminate().WaitAsync(Patience);

        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new Counter())));
    }

    [Fact]
    public void Create_WithANameThatIsNone_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ActorSystem.Create("-no"));
        Assert.Throws<ArgumentException>(() => ActorSystem.Create("a/b"));
    }
}
