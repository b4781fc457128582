using System.Collections.Immutable;

namespace Akka.Actor.Internal;

/// <summary>The children of an actor at one moment: all by name, those told to stop, and what waits for those to be gone.</summary>
internal sealed record ChildrenState(
    ImmutableDictionary<string, ChildRestartStats> All,
    ImmutableHashSet<IActorRef> Dying,
    SuspendReason? Reason)
{
    public static readonly ChildrenState None = new(ImmutableDictionary<string, ChildRestartStats>.Empty, [], null);

    public ChildrenState Add(ChildRestartStats child)
    {
        string name = child.Child.Path.Name;
        if (Reason is SuspendReason.Termination)
        {
            throw new InvalidOperationException($"Cannot create child '{name}' while terminating or terminated");
        }

        return All.ContainsKey(name)
            ? throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!")
            : this with { All = All.Add(name, child) };
    }

    /// <summary>The reason stays for a termination, which no child may follow.</summary>
    public ChildrenState Remove(IActorRef child)
    {
        ImmutableHashSet<IActorRef> dying = Dying.Remove(child);
        SuspendReason? reason = dying.IsEmpty && Reason is not SuspendReason.Termination ? null : Reason;
        return new ChildrenState(All.Remove(child.Path.Name), dying, reason);
    }

    /// <summary>What is no child, or none any more, is not waited for.</summary>
    public ChildrenState Stop(IActorRef child) => Contains(child) ? this with { Dying = Dying.Add(child) } : this;

    public ChildrenState StopAll(SuspendReason reason) =>
        (this with { Dying = [.. All.Values.Select(stats => stats.Child)] }).WaitFor(reason);

    /// <summary>Without dying children there is nothing to wait for; a termination closes the door all the same.</summary>
    public ChildrenState WaitFor(SuspendReason reason) =>
        Dying.IsEmpty && reason is not SuspendReason.Termination ? this : this with { Reason = reason };

    /// <summary>Whether it is this incarnation that stands under its name.</summary>
    public bool Contains(IActorRef child) => All.TryGetValue(child.Path.Name, out ChildRestartStats? stats) && stats.Child.Equals(child);
}
