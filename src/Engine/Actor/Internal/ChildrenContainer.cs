using System.Collections.Immutable;

namespace Akka.Actor.Internal;

/// <summary>
/// The children of an actor. Threads: changed in the actor's turn, but for a guardian, under which anyone creates actors; hence a state that is swapped whole.
/// </summary>
internal sealed class ChildrenContainer(ActorCell parent)
{
    // Counts the incarnations of all actors of the process; 0 stands for none.
    private static long _lastUid;

    private ChildrenState _state = ChildrenState.None;
    private int _lastName;

    public IEnumerable<LocalActorRef> All => _state.All.Values.Select(stats => stats.Child);

    /// <summary>Whether the actor can do nothing else before some children have stopped.</summary>
    public bool AreAwaited => _state is { Reason: not null, Dying.IsEmpty: false };

    public bool AreTerminating => _state.Reason is SuspendReason.Termination;

    public IActorRef Attach(Props props, string? name)
    {
        if (name is not null && !ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException($"Illegal actor name [{name}]. {ActorPath.ValidActorNameDescription}");
        }

        name ??= $"${Interlocked.Increment(ref _lastName)}";
        ActorCell child = new(parent.System, props, parent.Self, parent.Self.Path.Child(name, Interlocked.Increment(ref _lastUid)));
        Update(static (state, stats) => state.Add(stats), new ChildRestartStats(child.Self));
        child.Start();
        return child.Self;
    }

    public IActorRef Find(string name) => _state.All.TryGetValue(name, out ChildRestartStats? stats) ? stats.Child : ActorRefs.Nobody;

    /// <summary>Null when it is not this incarnation that stands under its name.</summary>
    public ChildRestartStats? Find(IActorRef child) => _state.Contains(child) ? _state.All[child.Path.Name] : null;

    public void Stop(IActorRef child) => Update(static (state, child) => state.Stop(child), child);

    /// <summary>Tells all to stop, and no more can be created after a termination. True when there are any to wait for.</summary>
    public bool StopAll(SuspendReason reason)
    {
        // A termination first closes the door: swapping in all children at once would lose for ever to someone who keeps creating actors.
        Update(static (state, reason) => state.WaitFor(reason), reason);
        ChildrenState state = Update(static (state, reason) => state.StopAll(reason), reason);
        foreach (ChildRestartStats stats in state.All.Values)
        {
            stats.Child.Stop();
        }

        return !state.Dying.IsEmpty;
    }

    /// <summary>False when no child is stopping.</summary>
    public bool WaitFor(SuspendReason reason) => !Update(static (state, reason) => state.WaitFor(reason), reason).Dying.IsEmpty;

    /// <summary>Forgets a child that has stopped. What waited for it, if it was the last.</summary>
    public SuspendReason? Remove(IActorRef child)
    {
        bool wereAwaited = AreAwaited;
        SuspendReason? reason = _state.Reason;
        ChildrenState state = Update(static (state, child) => state.Remove(child), child);
        return wereAwaited && state.Dying.IsEmpty ? reason : null;
    }

    private ChildrenState Update<TArgument>(Func<ChildrenState, TArgument, ChildrenState> change, TArgument argument)
    {
        while (true)
        {
            ChildrenState current = Volatile.Read(ref _state);
            ChildrenState next = change(current, argument);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _state, next, current), current))
            {
                return next;
            }
        }
    }
}
