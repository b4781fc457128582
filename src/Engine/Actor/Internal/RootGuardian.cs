using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>
/// The parent of the two guardians: <c>/user</c>, under which applications create actors, and <c>/system</c>, which outlives it.
/// A guardian that fails is stopped, and a stopped one ends the system. Threads: anyone.
/// </summary>
internal sealed class RootGuardian : ActorRefBase
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RootGuardian(ActorSystem system)
    {
        System = system;
        Path = new ActorPath(system.Name);
        User = new ActorCell(system, Props.Create<GuardianActor>(), this, Path / "user");
        SystemServices = new ActorCell(system, Props.Create<GuardianActor>(), this, Path / "system");
        User.Start();
        SystemServices.Start();
    }

    public override ActorPath Path { get; }

    public override ActorSystem System { get; }

    public ActorCell User { get; }

    public ActorCell SystemServices { get; }

    /// <summary>Completes when no actor is left.</summary>
    public Task WhenTerminated => _terminated.Task;

    public IActorRef GetChild(string name) => name switch
    {
        "user" => User.Self,
        "system" => SystemServices.Self,
        _ => ActorRefs.Nobody,
    };

    public override void Tell(object message, IActorRef? sender) => System.Undelivered.Publish(message, sender, this);

    public override void SendSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                ((LocalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification notification when notification.Actor.Equals(User.Self):
                SystemServices.Self.Stop();
                break;
            case DeathWatchNotification:
                _terminated.TrySetResult();
                break;
        }
    }
}
