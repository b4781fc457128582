using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>What each decision of a supervisor does.</summary>
public sealed class SupervisionTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Resume_AfterAFailure_KeepsTheStateAndDropsTheMessage()
    {
        IActorRef child = await CreateAsync(Directive.Resume, Props.Create(() => new Counter()));

        child.Tell("one", TestActor);
        child.Tell(new Fault("boom"), TestActor);
        child.Tell("two", TestActor);

        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact]
    public async Task Restart_AfterAFailure_ForgetsTheState()
    {
        IActorRef child = await CreateAsync(Directive.Restart, Props.Create(() => new Counter()));

        child.Tell("one", TestActor);
        child.Tell(new Fault("boom"), TestActor);
        child.Tell("two", TestActor);

        ExpectMsg(1);
        ExpectMsg(1);
    }

    [Fact]
    public async Task Stop_AfterAFailure_EndsTheActor()
    {
        IActorRef child = Watch(await CreateAsync(Directive.Stop, Props.Create(() => new Counter())));

        child.Tell(new Fault("boom"), TestActor);

        ExpectTerminated(child);
    }

    [Fact]
    public async Task Escalate_AfterAFailure_MakesTheParentFailWithTheSameException()
    {
        List<Exception> seen = [];
        Func<Exception, Directive> grandparentDecides = cause =>
        {
            seen.Add(cause);
            return Directive.Stop;
        };
        Func<Exception, Directive> escalate = _ => Directive.Escalate;
        IActorRef grandparent = Sys.ActorOf(Props.Create(() => new Parent(grandparentDecides)));
        IActorRef parent = Watch(await grandparent.Ask<IActorRef>(Props.Create(() => new Parent(escalate)), Patience));
        IActorRef child = await parent.Ask<IActorRef>(Props.Create(() => new Counter()), Patience);

        child.Tell(new Fault("boom"), TestActor);

        ExpectTerminated(parent);
        InvalidOperationException cause = Assert.IsType<InvalidOperationException>(Assert.Single(seen));
        Assert.Equal("boom", cause.Message);
    }

    [Fact]
    public async Task Escalate_AnsweredWithResume_ResumesTheChildToo()
    {
        Func<Exception, Directive> resume = _ => Directive.Resume;
        Func<Exception, Directive> escalate = _ => Directive.Escalate;
        IActorRef grandparent = Sys.ActorOf(Props.Create(() => new Parent(resume)));
        IActorRef parent = await grandparent.Ask<IActorRef>(Props.Create(() => new Parent(escalate)), Patience);
        IActorRef child = await parent.Ask<IActorRef>(Props.Create(() => new Counter()), Patience);

        child.Tell("one", TestActor);
        child.Tell(new Fault("boom"), TestActor);
        child.Tell("two", TestActor);

        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact]
    public async Task Decider_ThatThrows_MakesTheParentFail()
    {
        Func<Exception, Directive> broken = _ => throw new NotSupportedException("cannot decide");
        Func<Exception, Directive> stop = cause => cause is NotSupportedException ? Directive.Stop : Directive.Resume;
        IActorRef grandparent = Sys.ActorOf(Props.Create(() => new Parent(stop)));
        IActorRef parent = Watch(await grandparent.Ask<IActorRef>(Props.Create(() => new Parent(broken)), Patience));
        IActorRef child = await parent.Ask<IActorRef>(Props.Create(() => new Counter()), Patience);

        child.Tell(new Fault("boom"), TestActor);

        ExpectTerminated(parent);
    }

    [Fact]
    public async Task Child_BetweenFailureAndDecision_HandlesNothing()
    {
        using ManualResetEventSlim handled = new();
        IActorRef report = TestActor;
        Func<Exception, Directive> decideLate = _ =>
        {
            report.Tell(handled.Wait(TimeSpan.FromMilliseconds(100)) ? "handled before" : "suspended", ActorRefs.NoSender);
            return Directive.Resume;
        };
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(decideLate)));
        IActorRef child = await parent.Ask<IActorRef>(Props.Create(() => new Setter(TestActor, handled)), Patience);

        child.Tell(new Fault("boom"), TestActor);
        child.Tell("set", TestActor);

        ExpectMsg("suspended");
        ExpectMsg("set");
    }

    [Fact]
    public async Task Sibling_OfAFailedChild_GoesOnUndisturbed()
    {
        Func<Exception, Directive> restart = _ => Directive.Restart;
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Nursery(restart)));
        IActorRef one = await parent.Ask<IActorRef>("one", Patience);
        IActorRef two = await parent.Ask<IActorRef>("two", Patience);

        two.Tell("first", TestActor);
        ExpectMsg(1);
        one.Tell(new Fault("boom"), TestActor);
        one.Tell("first", TestActor);
        ExpectMsg(1);
        two.Tell("second", TestActor);
        ExpectMsg(2);
    }

    [Fact]
    public async Task Restart_MoreOftenThanAllowed_StopsTheChild()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Limited(2, TimeSpan.FromMinutes(1))));
        IActorRef child = Watch(await parent.Ask<IActorRef>("child", Patience));

        child.Tell(new Fault("1"), TestActor);
        child.Tell(new Fault("2"), TestActor);
        child.Tell("still here", TestActor);
        ExpectMsg(1);
        child.Tell(new Fault("3"), TestActor);

        ExpectTerminated(child);
    }

    [Fact]
    public async Task Restart_WithNoneAllowed_StopsTheChildAtOnce()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Limited(0, TimeSpan.FromMinutes(1))));
        IActorRef child = Watch(await parent.Ask<IActorRef>("child", Patience));

        child.Tell(new Fault("boom"), TestActor);

        ExpectTerminated(child);
    }

    [Fact]
    public void Failure_ThatIsAnsweredWithARestart_IsPublishedAsAnError()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Counter()));
        Sys.EventStream.Subscribe(TestActor, typeof(Error));

        actor.Tell(new Fault("boom"), TestActor);

        Error error = ExpectMsg<Error>();
        Assert.Equal("boom", error.Cause!.Message);
        Assert.Equal(actor.Path.ToString(), error.LogSource);
        Assert.Equal("boom", error.Message);
    }

    [Fact]
    public async Task Failure_ThatIsAnsweredWithAResume_IsPublishedAsAWarning()
    {
        IActorRef child = await CreateAsync(Directive.Resume, Props.Create(() => new Counter()));
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));

        child.Tell(new Fault("boom"), TestActor);

        Warning warning = ExpectMsg<Warning>();
        Assert.Equal("boom", warning.Cause!.Message);
        Assert.Equal(child.Path.ToString(), warning.LogSource);
    }

    [Fact]
    public async Task Strategy_GivenByProps_ReplacesTheActorsOwn()
    {
        Func<Exception, Directive> escalate = _ => Directive.Escalate;
        Props props = Props.Create(() => new Parent(escalate)).WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop));
        IActorRef parent = Sys.ActorOf(props);
        IActorRef child = Watch(await parent.Ask<IActorRef>(Props.Create(() => new Counter()), Patience));

        child.Tell(new Fault("boom"), TestActor);

        ExpectTerminated(child);
    }

    private async Task<IActorRef> CreateAsync(Directive directive, Props props)
    {
        Func<Exception, Directive> decider = _ => directive;
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Parent(decider)));
        return await parent.Ask<IActorRef>(props, Patience);
    }

    private sealed class Setter : ReceiveActor
    {
        public Setter(IActorRef report, ManualResetEventSlim handled)
        {
            Receive<Fault>(fault =>
            {
                throw fault.ToException();
            });
            Receive<string>(message =>
            {
                handled.Set();
                report.Tell(message, Self);
            });
        }
    }

    private sealed class Nursery : ReceiveActor
    {
        private readonly Func<Exception, Directive> _decider;

        public Nursery(Func<Exception, Directive> decider)
        {
            _decider = decider;
            Receive<string>(name => Sender.Tell(Context.ActorOf(Props.Create(() => new Counter()), name), Self));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_decider);
    }

    private sealed class Limited : ReceiveActor
    {
        private readonly int _retries;
        private readonly TimeSpan _window;

        public Limited(int retries, TimeSpan window)
        {
            _retries = retries;
            _window = window;
            Receive<string>(name => Sender.Tell(Context.ActorOf(Props.Create(() => new Counter()), name), Self));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_retries, _window, _ => Directive.Restart);
    }
}
