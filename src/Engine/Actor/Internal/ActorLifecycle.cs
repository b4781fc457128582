using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>
/// How an actor comes into being, is restarted and stops. What has to wait for children is begun here and finished in
/// <see cref="ChildTerminated"/>. Threads: in the actor's turn only.
/// </summary>
internal sealed class ActorLifecycle(ActorCell cell)
{
    public void Create()
    {
        try
        {
            cell.Incarnation.New().AroundPreStart();
        }
        catch (Exception cause)
        {
            cell.Incarnation.Clear();
            throw new ActorInitializationException(cell.Self, "Exception during creation", cause);
        }
    }

    /// <summary>Creation failed and the parent decided not to stop the actor.</summary>
    public void CreateAgain()
    {
        if (!cell.Children.StopAll(new SuspendReason.Creation()))
        {
            FinishCreate();
        }
    }

    public void Recreate(Exception cause)
    {
        if (!cell.Incarnation.Exists)
        {
            CreateAgain();
            return;
        }

        PreRestart(cause);
        cell.Incarnation.Clear();
        if (!cell.Children.WaitFor(new SuspendReason.Recreation(cause)))
        {
            FinishRecreate(cause);
        }
    }

    public void Terminate()
    {
        // Nothing it watches may answer with a dead letter.
        cell.DeathWatch.UnwatchAll();
        bool wasTerminating = cell.Children.AreTerminating;
        if (!cell.Children.StopAll(new SuspendReason.Termination()))
        {
            FinishTerminate();
        }
        else if (!wasTerminating)
        {
            cell.Mailbox.Suspend();
            cell.Faults.Mute();
        }
    }

    public void ChildTerminated(IActorRef child)
    {
        if (cell.Children.Find(child) is null)
        {
            return;
        }

        switch (cell.Children.Remove(child))
        {
            case SuspendReason.Recreation recreation:
                FinishRecreate(recreation.Cause);
                break;
            case SuspendReason.Creation:
                FinishCreate();
                break;
            case SuspendReason.Termination:
                FinishTerminate();
                break;
        }
    }

    private void PreRestart(Exception cause)
    {
        object? message = cell.CurrentMessage;
        try
        {
            cell.Incarnation.Actor?.AroundPreRestart(cause, message);
        }
        catch (Exception exception)
        {
            // The restart goes on: it is the answer to a failure, and this is one more of the same incarnation.
            cell.Publish(new PreRestartException(cell.Self, exception, cause, message), exception.Message);
        }
    }

    private void FinishCreate()
    {
        cell.Mailbox.Resume();
        cell.Faults.Clear();
        Create();
    }

    private void FinishRecreate(Exception cause)
    {
        LocalActorRef[] survivors = [.. cell.Children.All];
        cell.Mailbox.Resume();
        cell.Faults.Clear();
        cell.ClearCurrent();
        try
        {
            cell.Incarnation.New().AroundPostRestart(cause);
        }
        catch (Exception exception)
        {
            cell.Incarnation.Clear();
            cell.Faults.Fail(new PostRestartException(cell.Self, exception, cause), survivors);
            return;
        }

        foreach (LocalActorRef survivor in survivors)
        {
            survivor.Restart(cause);
        }
    }

    private void FinishTerminate()
    {
        try
        {
            cell.Incarnation.Actor?.AroundPostStop();
        }
        catch (Exception exception)
        {
            cell.Publish(exception, exception.Message);
        }

        cell.SetTerminated();
        cell.Parent.SendSystemMessage(new DeathWatchNotification(cell.Self, existenceConfirmed: true));
        cell.DeathWatch.TellWatchers();
        cell.DeathWatch.UnwatchAll();
    }
}
