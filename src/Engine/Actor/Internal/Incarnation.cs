namespace Akka.Actor.Internal;

/// <summary>The actor object behind a cell, and its behaviour. A restart replaces both. Threads: in the actor's turn only.</summary>
internal sealed class Incarnation(ActorCell cell, Props props)
{
    private Receive? _behavior;

    /// <summary>Null before the first, while a restart waits for children, and after creation failed.</summary>
    public ActorBase? Actor { get; private set; }

    public bool Exists => Actor is not null;

    public Type Type => Actor?.GetType() ?? props.Type;

    public ActorBase New()
    {
        ActorBase actor = props.NewActor();
        if (props.SupervisorStrategy is { } strategy)
        {
            actor.SupervisorStrategyInternal = strategy;
        }

        return Actor = actor;
    }

    public void Become(Receive receive) => _behavior = receive;

    public void Handle(object message) => Actor!.AroundReceive(_behavior!, message);

    public void Clear()
    {
        ActorBase? actor = Actor;
        Actor = null;
        _behavior = null;
        cell.ClearCurrent();
        try
        {
            (actor as IDisposable)?.Dispose();
        }
        catch (Exception exception)
        {
            cell.Publish(exception, exception.Message);
        }
    }
}
