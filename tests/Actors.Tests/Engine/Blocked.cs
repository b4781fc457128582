using Akka.Actor;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>Is held in its turn by a gate that it is told; reports when it gets there, its other messages and its stop.</summary>
internal sealed class Blocked : ReceiveActor
{
    private readonly IActorRef _report;

    public Blocked(IActorRef report)
    {
        _report = report;
        Receive<ManualResetEventSlim>(gate =>
        {
            _report.Tell("at the gate", Self);
            gate.Wait();
        });
        ReceiveAny(message => _report.Tell(message, Self));
    }

    protected override void PostStop() => _report.Tell("PostStop", Self);
}
