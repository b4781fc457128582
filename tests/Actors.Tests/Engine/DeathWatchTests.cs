using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>Who hears of the end of an actor, and when.</summary>
public sealed class DeathWatchTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Terminated_OfAWatchedActor_ComesAfterPostStop()
    {
        IActorRef actor = Watch(Sys.ActorOf(Props.Create(() => new Fragile(TestActor))));

        Sys.Stop(actor);

        ExpectMsg("PreStart");
        ExpectMsg("PostStop");
        Terminated terminated = ExpectTerminated(actor);
        Assert.True(terminated.ExistenceConfirmed);
        Assert.False(terminated.AddressTerminated);
    }

    [Fact]
    public async Task Terminated_OfAnActorThatIsDeadAlready_ComesAtOnce()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Assert.True(await actor.GracefulStop(Patience));

        Watch(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void Terminated_OfOneActor_ReachesAllItsWatchers()
    {
        TestProbe other = CreateTestProbe();
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Watch(actor);
        other.Watch(actor);

        Sys.Stop(actor);

        ExpectTerminated(actor);
        other.ExpectTerminated(actor);
    }

    [Fact]
    public void Terminated_WatchedTwice_ComesOnce()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Watch(actor);
        Watch(actor);

        Sys.Stop(actor);

        ExpectTerminated(actor);
        TestActor.Tell("next", TestActor);
        ExpectMsg("next");
    }

    [Fact]
    public async Task Unwatch_BeforeTheEnd_KeepsTerminatedAway()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Watch(actor);
        Unwatch(actor);

        Assert.True(await actor.GracefulStop(Patience));

        TestActor.Tell("next", TestActor);
        ExpectMsg("next");
    }

    [Fact]
    public void Unwatch_WithTerminatedInTheMailbox_SilencesIt()
    {
        using ManualResetEventSlim gate = new();
        IActorRef subject = Watch(Sys.ActorOf(Props.Create(() => new Counter())));
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor, subject, gate)));
        watcher.Tell("block", TestActor);
        ExpectMsg("at the gate");
        Sys.Stop(subject);
        ExpectTerminated(subject);
        watcher.Tell("unwatch", TestActor);
        gate.Set();

        ExpectMsg("unwatched");
        watcher.Tell("hello", TestActor);
        ExpectMsg("hello");
    }

    [Fact]
    public async Task Terminated_ThatIsNotHandled_EndsTheWatcherWithADeathPact()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        IActorRef subject = Sys.ActorOf(Props.Create(() => new Counter()));
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new Faithful(subject)));
        await watcher.Ask<string>("are you there", Patience);
        Watch(watcher);

        Sys.Stop(subject);

        Error error = ExpectMsg<Error>();
        Assert.Equal(subject, Assert.IsType<DeathPactException>(error.Cause).DeadActor);
        ExpectTerminated(watcher);
    }

    [Fact]
    public async Task Terminated_OfAChild_ReachesItsParent()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new WatchingParent(TestActor)));
        IActorRef child = await parent.Ask<IActorRef>("child", Patience);

        parent.Tell(child, TestActor);

        ExpectMsg("stopping");
        ExpectMsg($"gone: {child.Path}");
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef report, IActorRef subject, ManualResetEventSlim gate)
        {
            Context.Watch(subject);
            Receive<string>(message => message == "block", _ =>
            {
                report.Tell("at the gate", Self);
                gate.Wait();
            });
            Receive<string>(message => message == "unwatch", _ =>
            {
                Context.Unwatch(subject);
                report.Tell("unwatched", Self);
            });
            ReceiveAny(message => report.Tell(message, Self));
        }
    }

    private sealed class Faithful : ReceiveActor
    {
        public Faithful(IActorRef subject)
        {
            Context.Watch(subject);
            Receive<string>(_ => Sender.Tell("yes", Self));
        }
    }

    private sealed class WatchingParent : ReceiveActor
    {
        public WatchingParent(IActorRef report)
        {
            Receive<string>(name => Sender.Tell(Context.Watch(Context.ActorOf(Props.Create(() => new Counter()), name)), Self));
            Receive<IActorRef>(child =>
            {
                Context.Stop(child);
                report.Tell("stopping", Self);
            });
            Receive<Terminated>(terminated => report.Tell($"gone: {terminated.ActorRef.Path}", Self));
        }
    }
}
