using Akka.Actor;
using Akka.Event;

namespace ActorFfi;

/// <summary>The actor at the top: it starts the libraries in order, and restarts, fails or stops them.</summary>
internal sealed class RuntimeActor : ReceiveActor
{
    /// <summary>The actor's name under <c>/user</c>.</summary>
    public const string Name = "ffi";

    private readonly RuntimeContext _runtime;
    private readonly LibraryChildren _children;

    public RuntimeActor(RuntimeContext runtime)
    {
        _runtime = runtime;
        _children = new LibraryChildren(runtime.Libraries);
        Receive<LibraryReady>(message => OnReady(message.Library));
        Receive<Terminated>(message => OnTerminated(message.ActorRef));
        Receive<LibraryCommand>(OnCommand);
        Receive<LibraryEmpty>(message => OnEmpty(message.Library));
        Receive<GuestRoll>(OnRoll);
        Receive<LibrariesTried>(message => Array.ForEach(_children.Try(message.Libraries), Start));
        Receive<LibrariesAccepted>(message => _children.Accept(message.Libraries));
        Receive<LibraryDismissed>(OnDismissed);
        Receive<LibraryRestartDue>(OnRestartDue);
        Receive<LibraryWaitOver>(static message => message.Library.TryClose(LibraryState.BackingOff));
        Receive<DeadLetter>(letter => Answer((NativeCall)letter.Message, letter.Sender), letter => letter.Message is NativeCall);
        Receive<DeadLetter>(static letter => Refuse((GuestRoll)letter.Message), static letter => letter.Message is GuestRoll);
        Receive<DeadLetter>(static _ => { });
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Array.ForEach([.. _children.All], Start);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (LibraryChild child in _children.All)
        {
            child.CancelTimers();
            child.Answer(child.Library.Unavailable());
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    private void Start(LibraryChild child)
    {
        child.CancelTimers();
        LibraryEntry library = child.Library;
        if (child.Actor is not null || library.AwaitsTurn)
        {
            return; // Whoever wants it started is answered when it is.
        }

        LibraryChild? missing = _children.MissingOf(child); // Asked once: it becomes ready on another thread.
        child.WaitsForOthers = missing is not null;
        if (missing is not null)
        {
            Wait(child, missing);
            return;
        }

        library.Failure = null;
        if (library.State != LibraryState.Draining)
        {
            library.Enter(library.Now(LibraryState.Loading, "It is being loaded."), isSettled: false);
        }

        Func<double> chance = _runtime.Chance;
        Props props = library.Guests is null ? Props.Create(() => new LibraryActor(library)) : Props.Create(() => new IsolatedLibraryActor(library, chance));
        child.Actor = Context.ActorOf(props, ActorNames.Of(library));
        Context.Watch(child.Actor);
    }

    // Calls wait as long as there is hope: while what the library needs is being loaded, or will be tried again. Commands wait for a load only.
    private void Wait(LibraryChild child, LibraryChild missing)
    {
        LibraryEntry library = child.Library;
        LibraryStatus root = _children.RootOf(missing).Library.Status;
        if (root.State == LibraryState.Ready)
        {
            return; // Since just now: its actor tells so next, and that starts this one.
        }

        if (root.State is not (LibraryState.Loading or LibraryState.BackingOff))
        {
            Fail(child, $"It needs {_children.ChainOf(missing)}. Revive that first.", root.Cause);
            return;
        }

        bool isSettled = root.State == LibraryState.BackingOff;
        if (library.State != LibraryState.Draining)
        {
            library.Enter(library.Now(LibraryState.Loading, $"It waits for {_children.ChainOf(missing)}.", nextAttempt: null, root.Cause), isSettled);
        }

        if (isSettled)
        {
            child.Answer(library.Unavailable());
        }
    }

    private void OnReady(LibraryEntry library)
    {
        if (_children.Find(library) is not { } child)
        {
            return;
        }

        child.IsServing = true;
        library.IsOnTrial = false;
        if (child.Intent == LibraryIntent.Run)
        {
            // A drain that was taken back meanwhile may have kept it from saying that it is ready.
            library.TryEnter([LibraryState.Loading], library.Now(LibraryState.Ready, "It serves calls."), isSettled: true);
            child.Answer(null);
        }

        foreach (LibraryChild other in _children.DependentsOf(child))
        {
            Start(other);
        }
    }

    // Tells those who wait for a library that it will not come, or not so soon. Those who fail tell theirs.
    private void TellDependents(LibraryChild child)
    {
        foreach (LibraryChild other in _children.DependentsOf(child))
        {
            if (_children.MissingOf(other) is not { } missing)
            {
                continue;
            }

            Wait(other, missing);
            if (other.Library.State != LibraryState.Failed)
            {
                TellDependents(other);
            }
        }
    }

    private void OnCommand(LibraryCommand command)
    {
        if (_children.Find(command.Library) is not { } child)
        {
            command.AnswerEnded();
            return;
        }

        child.CancelTimers();
        bool wasToEnd = child.IsToEnd;
        child.Intent = command.Intent;
        if (child.IsToEnd != wasToEnd)
        {
            child.Answer(wasToEnd ? new LibraryRevivedException(child.Library.Name) : child.Library.Unavailable());
        }

        child.Await(command.Done);
        child.Restarts = [];
        child.Library.GuestRestarts = [];
        if (child.IsToEnd)
        {
            child.WaitsForOthers = false;
            End(child);
        }
        else
        {
            Run(child);
        }
    }

    private void Run(LibraryChild child)
    {
        if (child.Actor is null)
        {
            child.Intent = LibraryIntent.Run;
            Start(child);
        }
        else if (child.IsEnding || child.Intent == LibraryIntent.Restart || child.IsServingNobody)
        {
            child.Intent = LibraryIntent.Restart;
            child.Library.Enter(child.Library.Now(LibraryState.Loading, "It is being restarted."), isSettled: false);
            Stop(child);
        }
        else
        {
            Continue(child);
        }
    }

    // A library that drains serves on, and one that is being loaded answers when it is.
    private static void Continue(LibraryChild child)
    {
        LibraryEntry library = child.Library;
        LibraryStatus status = child.IsServing ? library.Now(LibraryState.Ready, "It serves calls.") : library.Now(LibraryState.Loading, "It is being loaded.");
        library.TryEnter([LibraryState.Draining], status, isSettled: child.IsServing);
        if (child.IsServing)
        {
            child.Answer(null);
        }
    }

    private void OnRoll(GuestRoll roll)
    {
        if (_children.Find(roll.Library)?.Actor is { } actor)
        {
            actor.Tell(roll);
        }
        else
        {
            Refuse(roll);
        }
    }

    private static void Refuse(GuestRoll roll) => roll.Done.TrySetException(roll.Library.Unavailable());

    private void OnDismissed(LibraryDismissed message)
    {
        if (_children.Find(message.Library) is not { } child)
        {
            message.Done.TrySetResult(); // It has ended for good.
            return;
        }

        _children.EndTrial(child);
        child.IsDismissed = true;
        child.Intent = LibraryIntent.Stop;
        child.CancelTimers();
        child.Await(message.Done);
        End(child);
    }

    private void End(LibraryChild child)
    {
        if (child.Actor is null)
        {
            OnStopped(child);
        }
        else if (child.Intent == LibraryIntent.Drain)
        {
            child.Library.Drain(); // Once more: a command before this one may have let calls in since.
            EmptyAsync(child.Library).PipeTo(Self, success: static library => new LibraryEmpty(library));
        }
        else
        {
            Stop(child);
        }
    }

    private static async Task<LibraryEntry> EmptyAsync(LibraryEntry library)
    {
        await library.WhenEmpty().ConfigureAwait(false);
        return library;
    }

    // It may be about a drain that was taken back, while calls have come again.
    private void OnEmpty(LibraryEntry library)
    {
        if (_children.Find(library) is { Intent: LibraryIntent.Drain, Actor: not null, Library.AcceptedCalls: 0 } child)
        {
            Stop(child);
        }
    }

    private static void Stop(LibraryChild child)
    {
        if (!child.IsEnding)
        {
            child.IsEnding = true;
            Context.Stop(child.Actor!);
        }
    }

    private void OnTerminated(IActorRef actor)
    {
        if (_children.Find(actor) is not { } child)
        {
            return;
        }

        child.Actor = null;
        child.IsServing = false;
        child.IsEnding = false;
        if (child.Intent == LibraryIntent.Restart)
        {
            child.Intent = LibraryIntent.Run;
            Start(child);
        }
        else if (child.IsToEnd || child.Library.State == LibraryState.Draining)
        {
            OnStopped(child); // What fails while it drains is not started again.
        }
        else
        {
            OnFailed(child, child.Library.Failure ?? LibraryFailures.Unexpected(child.Library));
        }
    }

    private void OnStopped(LibraryChild child)
    {
        if (child.Library.State != LibraryState.Stopped)
        {
            child.Library.Close(child.Library.Now(LibraryState.Stopped, "It was stopped on purpose. Revive it to call again."));
        }

        if (child.IsDismissed)
        {
            _children.Forget(child);
        }

        child.Answer(child.IsToEnd ? null : child.Library.Unavailable());
    }

    private void OnFailed(LibraryChild child, LibraryFailure failure)
    {
        if (child.Library.IsOnTrial)
        {
            child.Intent = LibraryIntent.Stop;
            child.Answer(child.Library.FailTrial(failure));
            return;
        }

        LibraryVerdict verdict = LibraryVerdict.Of(child.Library.Definition, failure, child.Restarts, _runtime.Time.GetUtcNow(), _runtime.Chance());
        child.Restarts = verdict.Restarts;
        if (verdict.Delay is { } delay)
        {
            child.Timer = Tell(new LibraryRestartDue(child.Library), delay);
            BackOff(child, child.Library.Now(LibraryState.BackingOff, verdict.Reason, delay, failure.Cause));
        }
        else
        {
            Fail(child, verdict.Reason, failure.Cause);
        }
    }

    private void BackOff(LibraryChild child, LibraryStatus status)
    {
        TimeSpan patience = child.Library.Definition.WaitWhileUnavailable;
        if (patience == TimeSpan.Zero)
        {
            child.Library.Close(status);
        }
        else
        {
            child.Patience = Tell(new LibraryWaitOver(child.Library), patience);
            child.Library.Enter(status, isSettled: true);
        }

        child.Answer(child.Library.Unavailable());
        TellDependents(child);
    }

    // A critical library that fails because another one did is as dead as one that fails by itself.
    private void Fail(LibraryChild child, string reason, Exception? cause)
    {
        LibraryEntry library = child.Library;
        LibraryState before = library.State;
        library.Close(library.Now(LibraryState.Failed, reason, nextAttempt: null, cause));
        child.Answer(library.Unavailable());
        TellDependents(child);
        if (library is { Definition.IsCritical: true, IsCurrent: true } && before is not (LibraryState.Failed or LibraryState.Draining))
        {
            _runtime.StopService(library.Unavailable());
        }
    }

    private void OnRestartDue(LibraryRestartDue due)
    {
        if (_children.Find(due.Library) is { Timer: not null, Intent: LibraryIntent.Run } child)
        {
            Start(child);
        }
    }

    private ITimer Tell(object message, TimeSpan delay)
    {
        IActorRef self = Self;
        return _runtime.Time.CreateTimer(_ => self.Tell(message), null, delay, Timeout.InfiniteTimeSpan);
    }

    // A call that was told to an actor which had ended: it gives its buffers back, and its sender hears of it.
    private void Answer(NativeCall call, IActorRef sender) =>
        call.Refuse(new ActorReplyTarget(sender, Self), call.Symbol.Library.Unavailable());
}
