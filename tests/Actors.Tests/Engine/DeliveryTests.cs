using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>How messages reach an actor's handlers.</summary>
public sealed class DeliveryTests : TestKit
{
    [Fact]
    public async Task Delivery_FromManySenders_IsOneMessageAtATimeInTheOrderOfEachSender()
    {
        const int Senders = 4;
        const int Each = 5000;
        IActorRef ledger = Sys.ActorOf(Props.Create(() => new Ledger(TestActor, Senders, Senders * Each)));

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                ledger.Tell(new Entry(sender, i), ActorRefs.NoSender);
            }
        })));

        ExpectMsg("in order", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Delivery_WithASender_LetsTheActorReply()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));

        counter.Tell("one", TestActor);

        ExpectMsg(1);
        Assert.Equal(counter, LastSender);
    }

    [Fact]
    public void Delivery_FromOneActorToAnother_NamesTheFirstAsTheSender()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));
        IActorRef relay = Sys.ActorOf(Props.Create(() => new Relay(counter, TestActor)));

        relay.Tell("go", TestActor);

        ExpectMsg("reply 1 from " + counter.Path);
        Assert.Equal(relay, LastSender);
    }

    [Fact]
    public void Delivery_WithoutASender_ShowsDeadLettersAsTheSender()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new TellsItsSender(TestActor)));

        actor.Tell("hello", ActorRefs.NoSender);

        ExpectMsg(Sys.DeadLetters.Path.ToString());
    }

    [Fact]
    public void Delivery_OfWhatNoHandlerTakes_IsPublishedAsUnhandled()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));

        counter.Tell(42, TestActor);

        UnhandledMessage unhandled = ExpectMsg<UnhandledMessage>();
        Assert.Equal(42, unhandled.Message);
        Assert.Equal(counter, unhandled.Recipient);
        Assert.Equal(TestActor, unhandled.Sender);
    }

    [Fact]
    public void Delivery_OfNull_IsRefused()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));
        counter.Tell("one", TestActor);
        ExpectMsg(1);

        Assert.Throws<ArgumentNullException>(() => counter.Tell(null!, TestActor));
    }

    [Fact]
    public void Delivery_WithSeveralHandlers_GoesToTheFirstThatFits()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Picky()));

        actor.Tell("long text", TestActor);
        actor.Tell("text", TestActor);
        actor.Tell(1, TestActor);
        actor.Tell(2.0, TestActor);

        ExpectMsg("long");
        ExpectMsg("string");
        ExpectMsg("int");
        ExpectMsg("any");
    }

    [Fact]
    public void Delivery_AfterBecome_GoesToTheNewBehaviour()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Door()));

        actor.Tell("knock", TestActor);
        actor.Tell("open", TestActor);
        actor.Tell("knock", TestActor);

        ExpectMsg("closed");
        ExpectMsg("come in");
    }

    [Fact]
    public void Delivery_OfADerivedMessage_GoesToTheHandlerOfItsBase()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new TakesExceptions()));

        actor.Tell(new ArgumentNullException("who"), TestActor);

        ExpectMsg("exception");
    }

    private sealed record Entry(int Sender, int Number);

    private sealed class Ledger : ReceiveActor
    {
        private readonly int[] _next;
        private int _inside;
        private int _left;

        public Ledger(IActorRef report, int senders, int total)
        {
            _next = new int[senders];
            _left = total;
            Receive<Entry>(entry =>
            {
                bool alone = Interlocked.Increment(ref _inside) == 1;
                bool inOrder = _next[entry.Sender]++ == entry.Number;
                _left--;
                Interlocked.Decrement(ref _inside);
                if (!alone || !inOrder)
                {
                    report.Tell(alone ? $"out of order: {entry}" : "two at a time", Self);
                }
                else if (_left == 0)
                {
                    report.Tell("in order", Self);
                }
            });
        }
    }

    private sealed class Relay : ReceiveActor
    {
        public Relay(IActorRef counter, IActorRef report)
        {
            Receive<string>(message => counter.Tell(message));
            Receive<int>(reply => report.Tell($"reply {reply} from {Sender.Path}"));
        }
    }

    private sealed class TellsItsSender : ReceiveActor
    {
        public TellsItsSender(IActorRef report) => ReceiveAny(_ => report.Tell(Sender.Path.ToString(), Self));
    }

    private sealed class Picky : ReceiveActor
    {
        public Picky()
        {
            Receive<string>(text => text.Length > 4, _ => Sender.Tell("long", Self));
            Receive<string>(_ => Sender.Tell("string", Self));
            Receive<int>(_ => Sender.Tell("int", Self));
            ReceiveAny(_ => Sender.Tell("any", Self));
        }
    }

    private sealed class Door : ReceiveActor
    {
        public Door() => Closed();

        private void Closed()
        {
            Receive<string>(message => message == "open", _ => Become(Open));
            Receive<string>(_ => Sender.Tell("closed", Self));
        }

        private void Open() => Receive<string>(_ => Sender.Tell("come in", Self));
    }

    private sealed class TakesExceptions : ReceiveActor
    {
        public TakesExceptions() => Receive<Exception>(_ => Sender.Tell("exception", Self));
    }
}
