using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>How the outcome of a task becomes a message.</summary>
public sealed class PipeToTests : TestKit
{
    private readonly TaskCompletionSource<int> _work = new();

    [Fact]
    public async Task PipeTo_OfATaskThatSucceeds_TellsItsResultFromTheSender()
    {
        IActorRef sender = CreateTestProbe().Ref;
        Task piped = _work.Task.PipeTo(TestActor, sender);
        _work.SetResult(42);

        await piped;

        ExpectMsg(42);
        Assert.Equal(sender, LastSender);
    }

    [Fact]
    public async Task PipeTo_OfATaskThatFails_TellsAFailureAndDoesNotFail()
    {
        Task piped = _work.Task.PipeTo(TestActor);
        _work.SetException(new InvalidOperationException("broken"));

        await piped;

        Assert.Equal("broken", Assert.IsType<InvalidOperationException>(ExpectMsg<Status.Failure>().Cause).Message);
    }

    [Fact]
    public async Task PipeTo_OfACancelledTask_TellsAFailure()
    {
        Task piped = _work.Task.PipeTo(TestActor);
        _work.SetCanceled();

        await piped;

        Assert.IsAssignableFrom<OperationCanceledException>(ExpectMsg<Status.Failure>().Cause);
    }

    [Fact]
    public async Task PipeTo_WithMappers_TellsWhatTheyMake()
    {
        await Task.FromResult(21).PipeTo(TestActor, success: result => $"twice {result}", failure: cause => cause.Message);
        await Task.FromException<int>(new InvalidOperationException("broken")).PipeTo(
            TestActor, success: result => $"twice {result}", failure: cause => cause.Message);

        ExpectMsg("twice 21");
        ExpectMsg("broken");
    }

    [Fact]
    public async Task PipeTo_OfATaskWithoutAResult_TellsOnlyWhatTheMapperMakes()
    {
        Task done = Task.CompletedTask;
        Task failed = Task.FromException(new InvalidOperationException("broken"));

        await done.PipeTo(TestActor);
        await done.PipeTo(TestActor, success: () => "done");
        await failed.PipeTo(TestActor);

        ExpectMsg("done");
        Assert.Equal("broken", ExpectMsg<Status.Failure>().Cause.Message);
    }

    [Fact]
    public void PipeTo_Self_BringsTheResultBackIntoTheActorsTurn()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Worker(_work.Task)));
        actor.Tell("start", TestActor);
        actor.Tell("still responsive", TestActor);
        ExpectMsg("still responsive");

        _work.SetResult(42);

        ExpectMsg("finished with 42");
        Assert.Equal(actor, LastSender);
    }

    private sealed class Worker : ReceiveActor
    {
        public Worker(Task<int> work)
        {
            IActorRef customer = ActorRefs.Nobody;
            Receive<string>(message => message == "start", _ =>
            {
                customer = Sender;
                work.PipeTo(Self);
            });
            Receive<string>(message => Sender.Tell(message, Self));
            Receive<int>(result => customer.Tell($"finished with {result}", Self));
        }
    }
}
