using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>A watcher that is no actor: a task that completes when what it watches has stopped.</summary>
internal sealed class TerminationPromise(ActorSystem system) : ActorRefBase
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ActorPath Path { get; } = TemporaryPath.Next(system);

    public override ActorSystem System => system;

    public Task Task => _terminated.Task;

    public override void Tell(object message, IActorRef? sender) => system.Undelivered.Publish(message, sender, this);

    public override void SendSystemMessage(SystemMessage message)
    {
        if (message is DeathWatchNotification)
        {
            _terminated.TrySetResult();
        }
    }
}
