using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>How actors come into being and end.</summary>
public sealed class LifeCycleTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Actor_WhoseConstructorFails_IsStoppedByDefault()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));

        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stillborn("no luck")));

        Error error = ExpectMsg<Error>();
        Assert.Equal("no luck", Assert.IsAssignableFrom<ActorInitializationException>(error.Cause).GetBaseException().Message);
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Actor_WhosePreStartFails_IsStoppedByDefaultWithoutPostStop()
    {
        IActorRef actor = Watch(Sys.ActorOf(Props.Create(() => new FailsToStart(TestActor))));

        ExpectMsg("PreStart");
        ExpectTerminated(actor);
    }

    [Fact]
    public void Actor_MadeWithNew_IsRefused()
    {
        // On the test's own thread the test actor has its turn, so to speak: a new thread has none.
        Exception? thrown = null;
        Thread outside = new(() => thrown = Record.Exception(() => new Counter()));
        outside.Start();
        outside.Join();

        Assert.IsType<ActorInitializationException>(thrown);
    }

    [Fact]
    public async Task Stop_OfAParent_StopsItsChildrenBeforeItself()
    {
        IActorRef parent = Watch(Sys.ActorOf(Props.Create(() => new Tree(TestActor)), "root"));
        IActorRef branch = await parent.Ask<IActorRef>("branch", Patience);
        await branch.Ask<IActorRef>("leaf", Patience);

        Sys.Stop(parent);

        ExpectMsg("leaf stopped");
        ExpectMsg("branch stopped");
        ExpectMsg("root stopped");
        ExpectTerminated(parent);
    }

    [Fact]
    public void Stop_WherePostStopThrows_EndsTheActorAllTheSame()
    {
        IActorRef actor = Watch(Sys.ActorOf(Props.Create(() => new BadEnd())));

        Sys.Stop(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void Stop_OfOneself_HandlesNoFurtherMessage()
    {
        using ManualResetEventSlim gate = new();
        IActorRef actor = Watch(Sys.ActorOf(Props.Create(() => new Quitter(TestActor, gate))));

        actor.Tell("quit", TestActor);
        actor.Tell("more", TestActor);
        gate.Set();

        ExpectTerminated(actor);
    }

    [Fact]
    public async Task Stop_BySystemMessage_OvertakesWaitingMessages()
    {
        using ManualResetEventSlim gate = new();
        Func<Exception, Directive> stop = _ => Directive.Stop;
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(stop)));
        IActorRef child = await parent.Ask<IActorRef>(Props.Create(() => new Blocked(TestActor)), Patience);

        child.Tell(gate, TestActor);
        ExpectMsg("at the gate");
        child.Tell("waiting 1", TestActor);
        child.Tell("waiting 2", TestActor);
        parent.Tell(new Parent.StopChild(child), TestActor);
        ExpectMsg<Parent.StopChild>();
        gate.Set();

        ExpectMsg("PostStop");
    }

    [Fact]
    public void PoisonPill_BehindMessages_IsHandledAfterThem()
    {
        IActorRef actor = Watch(Sys.ActorOf(Props.Create(() => new Fragile(TestActor))));

        actor.Tell("one", TestActor);
        actor.Tell("two", TestActor);
        actor.Tell(PoisonPill.Instance, TestActor);
        actor.Tell("three", TestActor);

        ExpectMsg("PreStart");
        ExpectMsg("one");
        ExpectMsg("two");
        ExpectMsg("PostStop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void Kill_ByDefault_StopsTheActor()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()));

        actor.Tell(Kill.Instance, TestActor);

        Error error = ExpectMsg<Error>();
        Assert.IsType<ActorKilledException>(error.Cause);
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public async Task Kill_WhereTheSupervisorRestarts_LeadsToANewIncarnation()
    {
        Func<Exception, Directive> restartKilled = cause => cause is ActorKilledException ? Directive.Restart : Directive.Stop;
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(restartKilled)));
        IActorRef child = await parent.Ask<IActorRef>(Props.Create(() => new Counter()), Patience);

        child.Tell("one", TestActor);
        ExpectMsg(1);
        child.Tell(Kill.Instance, TestActor);
        child.Tell("one", TestActor);

        ExpectMsg(1);
    }

    [Fact]
    public void Actor_ThatIsDisposable_IsDisposedAfterPostStop()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Owner(TestActor)));

        Sys.Stop(actor);

        ExpectMsg("PostStop");
        ExpectMsg("disposed");
    }

    [Fact]
    public async Task GracefulStop_OfALivingActor_CompletesAfterPostStop()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Fragile(TestActor)));

        Assert.True(await actor.GracefulStop(Patience));

        ExpectMsg("PreStart");
        ExpectMsg("PostStop");
    }

    [Fact]
    public async Task GracefulStop_OfAnActorThatDoesNotGetToIt_IsFalseAfterTheTimeout()
    {
        using ManualResetEventSlim gate = new();
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Blocked(TestActor)));
        actor.Tell(gate, TestActor);
        ExpectMsg("at the gate");

        bool stopped = await actor.GracefulStop(TimeSpan.FromMilliseconds(50));
        gate.Set();

        Assert.False(stopped);
        ExpectMsg("PostStop");
    }

    [Fact]
    public void Name_OfALivingSibling_IsRefused()
    {
        Sys.ActorOf(Props.Create(() => new Counter()), "taken");

        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Counter()), "taken"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$mine")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("naïve")]
    public void Name_WithWhatAPathCannotHold_IsRefused(string name)
    {
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Props.Create(() => new Counter()), name));
    }

    [Fact]
    public void Name_OfAnActorThatHasTerminated_IsFreeForAnotherIncarnation()
    {
        IActorRef first = Watch(Sys.ActorOf(Props.Create(() => new Counter()), "again"));
        Sys.Stop(first);
        ExpectTerminated(first);

        // The guardian hears of it on its own, not before the watcher.
        IActorRef? second = null;
        AwaitAssert(() => second = Sys.ActorOf(Props.Create(() => new Counter()), "again"));

        Assert.Equal(first.Path, second!.Path);
        Assert.NotEqual(first, second);
        second.Tell("one", TestActor);
        ExpectMsg(1);
    }

    [Fact]
    public async Task Name_OfAChildThatHasTerminated_IsFreeWhenTheParentHearsOfIt()
    {
        IActorRef phoenix = Sys.ActorOf(Props.Create(() => new PhoenixKeeper(TestActor)));
        IActorRef first = await phoenix.Ask<IActorRef>("create", Patience);

        first.Tell(PoisonPill.Instance, TestActor);

        ExpectMsg("created again");
    }

    [Fact]
    public void Path_OfAnActor_NamesSystemGuardianAndActor()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()), "someone");

        Assert.Equal($"akka://{Sys.Name}/user/someone", actor.Path.ToString());
        Assert.Equal("someone", actor.Path.Name);
        Assert.Equal($"akka://{Sys.Name}/user", actor.Path.Parent!.ToString());
        Assert.Equal("/user/someone", actor.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task Children_OfAnActor_AreFoundByName()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Tree(TestActor)), "parent");
        IActorRef child = await parent.Ask<IActorRef>("child", Patience);

        parent.Tell(new Tree.Find("child"), TestActor);
        ExpectMsg($"{child.Path} of 1");
        parent.Tell(new Tree.Find("stranger"), TestActor);
        ExpectMsg("nobody of 1");
    }

    private sealed class Stillborn : UntypedActor
    {
        public Stillborn(string reason) => throw new InvalidOperationException(reason);

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class FailsToStart(IActorRef report) : UntypedActor
    {
        protected override void PreStart()
        {
            report.Tell("PreStart", Self);
            throw new InvalidOperationException("not today");
        }

        protected override void PostStop() => report.Tell("PostStop", Self);

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Owner(IActorRef report) : UntypedActor, IDisposable
    {
        public void Dispose() => report.Tell("disposed", ActorRefs.NoSender);

        protected override void PostStop() => report.Tell("PostStop", Self);

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class BadEnd : UntypedActor
    {
        protected override void PostStop() => throw new InvalidOperationException("not yet");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Quitter(IActorRef report, ManualResetEventSlim gate) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "quit")
            {
                gate.Wait();
                Context.Stop(Self);
            }
            else
            {
                report.Tell(message, Self);
            }
        }
    }

    private sealed class Tree : ReceiveActor
    {
        private readonly IActorRef _report;

        public Tree(IActorRef report)
        {
            _report = report;
            Receive<string>(name => Sender.Tell(Context.ActorOf(Props.Create(() => new Tree(_report)), name), Self));
            Receive<Find>(find =>
            {
                IActorRef child = Context.Child(find.Name);
                Sender.Tell($"{(child.IsNobody() ? "nobody" : child.Path)} of {Context.GetChildren().Count()}", Self);
            });
        }

        protected override void PostStop() => _report.Tell($"{Self.Path.Name} stopped", Self);

        internal sealed record Find(string Name);
    }

    private sealed class PhoenixKeeper : ReceiveActor
    {
        public PhoenixKeeper(IActorRef report)
        {
            Receive<string>(_ => Sender.Tell(Create(), Self));
            Receive<Terminated>(_ =>
            {
                Create();
                report.Tell("created again", Self);
            });
        }

        private static IActorRef Create() => Context.Watch(Context.ActorOf(Props.Create(() => new Counter()), "phoenix"));
    }
}
