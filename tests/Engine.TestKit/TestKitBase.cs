using System.Threading.Channels;
using Akka.Actor;
using Xunit;

namespace Akka.TestKit;

/// <summary>
/// A queue of messages and what a test may expect of it. Waiting is for events; the time is only when to give up, three seconds unless told.
/// Members that name engine types are internal, as these types are.
/// </summary>
public abstract class TestKitBase
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);
    private static int _lastTestActor;

    private readonly Channel<MessageEnvelope> _queue = Channel.CreateUnbounded<MessageEnvelope>();
    private MessageEnvelope? _last;

    internal TestKitBase(ActorSystem system, string? name)
    {
        Sys = system;
        TestActor = system.SystemActorOf(
            Props.Create(() => new TestActor(_queue.Writer)), name ?? $"testActor{Interlocked.Increment(ref _lastTestActor)}");
    }

    internal ActorSystem Sys { get; }

    /// <summary>What puts messages into the queue.</summary>
    internal IActorRef TestActor { get; }

    /// <summary>Who told the message that was expected last.</summary>
    internal IActorRef LastSender => _last?.Sender ?? Sys.DeadLetters;

    internal IActorRef Watch(IActorRef actorToWatch)
    {
        TestActor.Ask(new TestActor.WatchCommand(actorToWatch), DefaultTimeout).GetAwaiter().GetResult();
        return actorToWatch;
    }

    internal IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        TestActor.Ask(new TestActor.UnwatchCommand(actorToUnwatch), DefaultTimeout).GetAwaiter().GetResult();
        return actorToUnwatch;
    }

    /// <summary>The next message, which has to be of this type.</summary>
    protected internal T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null)
    {
        _last = Receive(duration ?? DefaultTimeout);
        Assert.True(_last is not null, $"Timeout {duration ?? DefaultTimeout} while waiting for a message of type {typeof(T)}. {hint}");
        object message = _last.Message;
        Assert.True(message is T, $"Expected a message of type {typeof(T)}, but got {{{message}}} (of type {message.GetType()}). {hint}");
        return (T)message;
    }

    /// <summary>The next message, which has to equal this one.</summary>
    protected internal T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null)
    {
        T actual = ExpectMsg<T>(timeout, hint);
        Assert.Equal(message, actual);
        return actual;
    }

    /// <summary>The next message, for which the predicate has to hold.</summary>
    protected internal T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null)
    {
        T actual = ExpectMsg<T>(timeout, hint);
        Assert.True(isMessage(actual), $"Got a message of the expected type <{typeof(T)}>, but the predicate is false for {{{actual}}}. {hint}");
        return actual;
    }

    /// <summary>The next message, which the assertion has to accept.</summary>
    protected internal T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null)
    {
        T actual = ExpectMsg<T>(timeout, hint);
        assert(actual);
        return actual;
    }

    internal Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null)
    {
        Terminated terminated = ExpectMsg<Terminated>(timeout, hint ?? $"Terminated {target}");
        Assert.True(terminated.ActorRef.Equals(target), $"Expected Terminated of {target}, but got it of {terminated.ActorRef}. {hint}");
        return terminated;
    }

    /// <summary>Fails when a message comes within this time.</summary>
    protected internal void ExpectNoMsg(TimeSpan duration)
    {
        if (Receive(duration) is { } unexpected)
        {
            Assert.Fail($"Expected no messages during {duration}, but got {{{unexpected.Message}}} (of type {unexpected.Message.GetType()}).");
        }
    }

    /// <summary>Waits until the condition holds.</summary>
    protected internal void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max = null) =>
        AwaitAssert(() => Assert.True(conditionIsFulfilled(), "The condition was not met in time."), max);

    /// <summary>Waits until the assertion passes; its last failure is the test's when it does not.</summary>
    protected internal void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null)
    {
        using CancellationTokenSource expiry = new(duration ?? DefaultTimeout);
        while (true)
        {
            try
            {
                assertion();
                return;
            }
            catch (Exception) when (!expiry.IsCancellationRequested)
            {
                expiry.Token.WaitHandle.WaitOne(interval ?? TimeSpan.FromMilliseconds(20));
            }
        }
    }

    /// <summary>Another queue with expectations of its own.</summary>
    internal TestProbe CreateTestProbe(string? name = null) => new(Sys, name);

    private MessageEnvelope? Receive(TimeSpan timeout)
    {
        using CancellationTokenSource expiry = new(timeout);
        try
        {
            return _queue.Reader.ReadAsync(expiry.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
