using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>One incarnation of an actor: it handles one message at a time, each on whatever thread has its turn.</summary>
internal abstract class ActorBase
{
    private SupervisorStrategy? _supervisorStrategy;

    protected ActorBase()
    {
        if (ActorCell.Current is null)
        {
            throw new ActorInitializationException("Do not create actors using 'new', always create them using an ActorContext/System");
        }

        Context.Become(Receive);
    }

    internal SupervisorStrategy SupervisorStrategyInternal
    {
        get => _supervisorStrategy ??= SupervisorStrategy();
        set => _supervisorStrategy = value;
    }

    /// <summary>The context of the actor whose turn this thread runs. Fails outside a turn: after an await, for example.</summary>
    protected static IActorContext Context => ActorCell.Current?.Context ??
        throw new NotSupportedException("There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    protected IActorRef Self => Context.Self;

    protected IActorRef Sender => Context.Sender;

    internal void AroundReceive(Receive receive, object message)
    {
        if (!receive(message))
        {
            Unhandled(message);
        }
    }

    internal void AroundPreStart() => PreStart();

    internal void AroundPreRestart(Exception reason, object? message) => PreRestart(reason, message);

    internal void AroundPostRestart(Exception reason) => PostRestart(reason);

    internal void AroundPostStop() => PostStop();

    protected abstract bool Receive(object message);

    /// <summary>What nothing handles: an unhandled <see cref="Terminated"/> fails the actor, the rest is published.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
        {
            throw new DeathPactException(terminated.ActorRef);
        }

        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected void Become(Receive receive) => Context.Become(receive);

    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    protected virtual void PreStart()
    {
    }

    protected virtual void PostStop()
    {
    }

    /// <summary>Called on the failed incarnation before it is replaced: stops all children, then does what a stop does.</summary>
    protected virtual void PreRestart(Exception reason, object? message)
    {
        foreach (IActorRef child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>Called on the new incarnation instead of <see cref="PreStart"/>, which it calls unless overridden.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();
}
