using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>What an actor keeps and loses when its supervisor restarts it.</summary>
public sealed class RestartTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Restart_AfterAFailure_KeepsTheMailboxAndDropsTheFailingMessage()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Fragile(TestActor)));

        actor.Tell("before", TestActor);
        actor.Tell(new Fault("boom"), TestActor);
        actor.Tell("after 1", TestActor);
        actor.Tell("after 2", TestActor);

        ExpectMsg("PreStart");
        ExpectMsg("before");
        ExpectMsg("PreRestart boom at Fault { Reason = boom }");
        ExpectMsg("PostStop");
        ExpectMsg("PostRestart boom");
        ExpectMsg("PreStart");
        ExpectMsg("after 1");
        ExpectMsg("after 2");
    }

    [Fact]
    public void Restart_AfterAFailure_BeginsWithFreshStateBehindTheSameReference()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));

        counter.Tell("one", TestActor);
        ExpectMsg(1);
        counter.Tell("two", TestActor);
        ExpectMsg(2);
        counter.Tell(new Fault("boom"), TestActor);
        counter.Tell("three", TestActor);

        ExpectMsg(1);
        Assert.Equal(counter, LastSender);
    }

    [Fact]
    public async Task Restart_ByDefault_StopsTheChildrenBeforeTheNewIncarnationStarts()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Family(TestActor)), "family");
        await parent.Ask<IActorRef>("child", Patience);
        ExpectMsg("family PreStart");
        ExpectMsg("child PreStart");

        parent.Tell(new Fault("boom"), TestActor);

        ExpectMsg("family PreRestart");
        ExpectMsg("child PostStop");
        ExpectMsg("family PreStart");
    }

    [Fact]
    public async Task Restart_WhereChildrenAreNotStopped_RestartsThemAfterTheParent()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Keeper(TestActor)), "keeper");
        IActorRef child = await parent.Ask<IActorRef>("child", Patience);
        ExpectMsg("keeper PreStart");
        ExpectMsg("child PreStart");

        parent.Tell(new Fault("boom"), TestActor);

        ExpectMsg("keeper PreStart");
        ExpectMsg("child PreRestart");
        ExpectMsg("child PreStart");
        child.Tell("still there", TestActor);
        ExpectMsg("still there");
    }

    [Fact]
    public void Restart_AfterBecome_BeginsWithTheFirstBehaviour()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Moody()));

        actor.Tell("change", TestActor);
        actor.Tell("mood", TestActor);
        actor.Tell(new Fault("boom"), TestActor);
        actor.Tell("mood", TestActor);

        ExpectMsg("bad");
        ExpectMsg("good");
    }

    [Fact]
    public void Restart_WherePreRestartThrows_GoesOn()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new BadLoser()));

        actor.Tell(new Fault("boom"), TestActor);
        actor.Tell("hello", TestActor);

        ExpectMsg("hello");
    }

    [Fact]
    public void Restart_WhereTheConstructorFailsThen_StopsTheActor()
    {
        int incarnations = 0;
        Func<int> count = () => ++incarnations;
        IActorRef actor = Watch(Sys.ActorOf(Props.Create(() => new OnlyOnce(count))));

        actor.Tell(new Fault("boom"), TestActor);

        ExpectTerminated(actor);
        Assert.Equal(2, incarnations);
    }

    private sealed class OnlyOnce : ReceiveActor
    {
        public OnlyOnce(Func<int> count)
        {
            if (count() > 1)
            {
                throw new InvalidOperationException("only once");
            }

            Receive<Fault>(fault =>
            {
                throw fault.ToException();
            });
        }
    }

    private sealed class BadLoser : ReceiveActor
    {
        public BadLoser()
        {
            Receive<Fault>(fault =>
            {
                throw fault.ToException();
            });
            ReceiveAny(message => Sender.Tell(message, Self));
        }

        protected override void PreRestart(Exception reason, object? message) => throw new InvalidOperationException("cannot let go");
    }

    private sealed class Moody : ReceiveActor
    {
        public Moody()
        {
            Receive<Fault>(fault =>
            {
                throw fault.ToException();
            });
            Receive<string>(message => message == "mood", _ => Sender.Tell("good", Self));
            Receive<string>(_ => Become(Bad));
        }

        private void Bad()
        {
            Receive<Fault>(fault =>
            {
                throw fault.ToException();
            });
            Receive<string>(_ => Sender.Tell("bad", Self));
        }
    }

    private sealed class Family : ReceiveActor
    {
        private readonly IActorRef _report;

        public Family(IActorRef report)
        {
            _report = report;
            Receive<Fault>(fault =>
            {
                throw fault.ToException();
            });
            Receive<string>(message => message == "child", name => Sender.Tell(Context.ActorOf(Props.Create(() => new Family(_report)), name), Self));
            ReceiveAny(message => Report(message));
        }

        protected override void PreStart() => Report($"{Self.Path.Name} PreStart");

        protected override void PostStop() => Report($"{Self.Path.Name} PostStop");

        protected override void PreRestart(Exception reason, object? message)
        {
            Report($"{Self.Path.Name} PreRestart");
            foreach (IActorRef child in Context.GetChildren())
            {
                Context.Stop(child);
            }
        }

        private void Report(object message) => _report.Tell(message, Self);
    }

    private sealed class Keeper : ReceiveActor
    {
        private readonly IActorRef _report;

        public Keeper(IActorRef report)
        {
            _report = report;
            Receive<Fault>(fault =>
            {
                throw fault.ToException();
            });
            Receive<string>(name => Sender.Tell(Context.ActorOf(Props.Create(() => new Family(_report)), name), Self));
        }

        protected override void PreStart() => _report.Tell("keeper PreStart", Self);

        protected override void PreRestart(Exception reason, object? message)
        {
            // The children stay.
        }
    }
}
