using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>The sender of an ask: the first thing told to it is the reply, everything after that a dead letter.</summary>
internal sealed class FutureActorRef<T>(ActorSystem system) : ActorRefBase
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ActorPath Path { get; } = TemporaryPath.Next(system);

    public override ActorSystem System => system;

    public async Task<T> Reply(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource expiry = new(timeout > TimeSpan.Zero ? timeout : Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration expired = expiry.Token.UnsafeRegister(
            _ => _result.TrySetException(new AskTimeoutException($"Timeout after {timeout.TotalSeconds:F2} seconds")), null);
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(_ => _result.TrySetCanceled(cancellationToken), null);
        return await _result.Task.ConfigureAwait(false);
    }

    public override void Tell(object message, IActorRef? sender)
    {
        bool accepted = message switch
        {
            T reply => _result.TrySetResult(reply),
            Status.Failure failure => _result.TrySetException(failure.Cause),
            _ => Misunderstand(message),
        };

        if (!accepted && !_result.Task.IsCanceled)
        {
            system.DeadLetters.Tell(message, this);
        }
    }

    public override void SendSystemMessage(SystemMessage message) => message.Refuse();

    /// <summary>The asker learns of the type only; the reply itself goes on to the dead letters.</summary>
    private bool Misunderstand(object message)
    {
        _result.TrySetException(new ArgumentException($"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]"));
        return false;
    }
}
