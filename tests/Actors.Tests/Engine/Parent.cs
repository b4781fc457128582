using Akka.Actor;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>Creates a child of each recipe that it is asked for, decides about it as told, and stops it on request.</summary>
internal sealed class Parent : ReceiveActor
{
    private readonly Func<Exception, Directive> _decider;

    public Parent(Func<Exception, Directive> decider)
    {
        _decider = decider;
        Receive<Props>(props => Sender.Tell(Context.ActorOf(props, "child"), Self));
        Receive<StopChild>(stop =>
        {
            Context.Stop(stop.Child);
            Sender.Tell(stop, Self);
        });
        Receive<Fault>(fault =>
        {
            throw fault.ToException();
        });
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_decider);

    internal sealed record StopChild(IActorRef Child);
}
