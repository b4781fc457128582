using Akka.Actor;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>Reports its life cycle and its messages, and fails when told to.</summary>
internal sealed class Fragile : ReceiveActor
{
    private readonly IActorRef _report;

    public Fragile(IActorRef report)
    {
        _report = report;
        Receive<Fault>(fault =>
        {
            throw fault.ToException();
        });
        ReceiveAny(message => _report.Tell(message, Self));
    }

    protected override void PreStart() => _report.Tell("PreStart", Self);

    protected override void PostStop() => _report.Tell("PostStop", Self);

    protected override void PreRestart(Exception reason, object? message)
    {
        _report.Tell($"PreRestart {reason.Message} at {message}", Self);
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        _report.Tell($"PostRestart {reason.Message}", Self);
        base.PostRestart(reason);
    }
}
