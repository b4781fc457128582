using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>How an actor answers the failures of its children.</summary>
internal abstract class SupervisorStrategy
{
    /// <summary>Stops what cannot be created, was killed or broke a death pact; restarts everything else.</summary>
    public static readonly IDecider DefaultDecider = new LocalOnlyDecider(cause =>
        cause is ActorInitializationException or ActorKilledException or DeathPactException ? Directive.Stop : Directive.Restart);

    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider.Decide);

    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    public abstract IDecider Decider { get; }

    /// <summary>Carries out the decision. False when the failure has to be escalated.</summary>
    internal bool HandleFailure(ActorCell parent, ChildRestartStats child, Exception cause)
    {
        Directive directive = Decider.Decide(cause);
        LogFailure(parent, child.Child, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                child.Child.Resume(cause);
                return true;
            case Directive.Restart:
                ProcessRestart(parent, child, cause);
                return true;
            case Directive.Stop:
                parent.Context.Stop(child.Child);
                return true;
            default:
                return false;
        }
    }

    protected abstract bool MayRestart(ChildRestartStats child);

    private void ProcessRestart(ActorCell parent, ChildRestartStats child, Exception cause)
    {
        if (MayRestart(child))
        {
            child.Child.Restart(cause);
        }
        else
        {
            parent.Context.Stop(child.Child);
        }
    }

    private void LogFailure(ActorCell parent, IActorRef child, Exception cause, Directive directive)
    {
        string message = (cause as ActorInitializationException)?.InnerException?.Message ?? cause.Message;
        string source = child.Path.ToString();
        switch (directive)
        {
            case Directive.Resume:
                parent.System.EventStream.Publish(new Warning(cause, source, GetType(), message));
                break;
            case Directive.Restart:
            case Directive.Stop:
                parent.System.EventStream.Publish(new Error(cause, source, GetType(), message));
                break;
        }
    }
}
