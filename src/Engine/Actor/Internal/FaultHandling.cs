using System.Runtime.ExceptionServices;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor.Internal;

/// <summary>
/// What happens between a failure and the decision about it: the actor and its children are suspended, its parent is asked.
/// And the other side: deciding about a child. Threads: in the actor's turn only.
/// </summary>
internal sealed class FaultHandling(ActorCell cell)
{
    // Whose failure the parent has been asked about: this actor itself or, when escalated, a child. Null when none is open.
    private IActorRef? _perpetrator;

    public void Fail(Exception cause, IReadOnlyCollection<IActorRef>? notToSuspend = null)
    {
        if (_perpetrator is not null)
        {
            return;
        }

        cell.Mailbox.Suspend();
        _perpetrator = (cell.CurrentMessage as Failed)?.Child ?? cell.Self;
        foreach (LocalActorRef child in cell.Children.All)
        {
            // The child that this failure came from is suspended already.
            if (!child.Equals(_perpetrator) && notToSuspend?.Contains(child) != true)
            {
                child.Suspend();
            }
        }

        cell.Parent.SendSystemMessage(new Failed(cell.Self, cause));
    }

    /// <summary>An actor that is stopping has no failures to report any more.</summary>
    public void Mute() => _perpetrator = cell.Self;

    public void Clear() => _perpetrator = null;

    public void Suspend()
    {
        cell.Mailbox.Suspend();
        foreach (LocalActorRef child in cell.Children.All)
        {
            child.Suspend();
        }
    }

    public void Resume(Exception? causedByFailure)
    {
        if (!cell.Incarnation.Exists)
        {
            cell.Lifecycle.CreateAgain();
            return;
        }

        IActorRef? perpetrator = _perpetrator;
        cell.Mailbox.Resume();
        if (causedByFailure is not null)
        {
            Clear();
            cell.ClearCurrent();
        }

        foreach (LocalActorRef child in cell.Children.All)
        {
            child.Resume(child.Equals(perpetrator) ? causedByFailure : null);
        }
    }

    /// <summary>Decides about a child, or fails with its failure. A report of an earlier incarnation is void.</summary>
    public void Decide(Failed failed)
    {
        if (cell.Children.Find(failed.Child) is not { } child || cell.Incarnation.Actor is not { } supervisor)
        {
            return;
        }

        cell.SetCurrent(failed, failed.Child);
        if (!supervisor.SupervisorStrategyInternal.HandleFailure(cell, child, failed.Cause))
        {
            ExceptionDispatchInfo.Throw(failed.Cause);
        }

        cell.ClearCurrent();
    }
}
