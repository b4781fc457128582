using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>How an ask ends.</summary>
public sealed class AskTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Ask_WithAReply_CompletesWithIt()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));

        Assert.Equal(1, await counter.Ask<int>("one", Patience));
        Assert.Equal(2, await counter.Ask<int>("two"));
    }

    [Fact]
    public async Task Ask_WithoutAReply_FailsAfterTheTimeout()
    {
        IActorRef mute = Sys.ActorOf(Props.Create(() => new Mute(TestActor)));

        await Assert.ThrowsAsync<AskTimeoutException>(() => mute.Ask<string>("hello", Soon));
    }

    [Fact]
    public async Task Ask_AnsweredWithAFailure_FailsWithItsCause()
    {
        IActorRef refusing = Sys.ActorOf(Props.Create(() => new Refusing()));

        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => refusing.Ask<string>("please", Patience));

        Assert.Equal("no: please", failure.Message);
    }

    [Fact]
    public async Task Ask_ForAnyObject_GetsAFailureAsAMessage()
    {
        IActorRef refusing = Sys.ActorOf(Props.Create(() => new Refusing()));

        object reply = await refusing.Ask("please", Patience);

        Assert.Equal("no: please", Assert.IsType<Status.Failure>(reply).Cause.Message);
    }

    [Fact]
    public async Task Ask_AnsweredWithAnotherType_Fails()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));

        await Assert.ThrowsAsync<ArgumentException>(() => counter.Ask<string>("one", Patience));
    }

    [Fact]
    public async Task Ask_ThatIsCancelled_IsCancelled()
    {
        using CancellationTokenSource cancellation = new();
        IActorRef mute = Sys.ActorOf(Props.Create(() => new Mute(TestActor)));

        Task<string> reply = mute.Ask<string>("hello", cancellation.Token);
        ExpectMsg("hello");
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reply);
    }

    [Fact]
    public async Task Reply_AfterTheTimeout_IsADeadLetter()
    {
        IActorRef mute = Sys.ActorOf(Props.Create(() => new Mute(TestActor)));
        await Assert.ThrowsAsync<AskTimeoutException>(() => mute.Ask<string>("hello", Soon));
        ExpectMsg("hello");
        IActorRef asker = LastSender;
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        asker.Tell("sorry, late", TestActor);

        Assert.Equal("sorry, late", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public async Task Ask_OfAStoppedActor_FailsAfterTheTimeout()
    {
        IActorRef counter = Sys.ActorOf(Props.Create(() => new Counter()));
        Assert.True(await counter.GracefulStop(Patience));

        await Assert.ThrowsAsync<AskTimeoutException>(() => counter.Ask<int>("one", Soon));
    }

    [Fact]
    public async Task Ask_FromManyCallersAtOnce_AnswersEachWithItsOwnReply()
    {
        IActorRef echo = Sys.ActorOf(Props.Create(() => new Echo()));

        int[] replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => echo.Ask<int>(number, Patience)));

        Assert.Equal(Enumerable.Range(0, 500), replies);
    }

    private sealed class Mute : ReceiveActor
    {
        public Mute(IActorRef report) => ReceiveAny(message => report.Tell(message, Sender));
    }

    private sealed class Refusing : ReceiveActor
    {
        public Refusing() => Receive<string>(wish => Sender.Tell(new Status.Failure(new InvalidOperationException($"no: {wish}")), Self));
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message, Self));
    }
}
