using Akka.Actor;
using Akka.Event;

namespace ActorFfi;

/// <summary>The actor at the top: it starts the libraries in order, and restarts, fails or stops them.</summary>
internal sealed class RuntimeActor : ReceiveActor
{
    /// <summary>The actor's name under <c>/user</c>.</summary>
    public const string Name = "ffi";

    private readonly RuntimeContext _runtime;
    private readonly Dictionary<LibraryEntry, LibraryChild> _children;
    private readonly Dictionary<string, LibraryChild> _declared; // What names mean.
    private readonly Dictionary<string, LibraryChild> _tried = new(StringComparer.Ordinal); // What they are to mean, for libraries on trial.

    public RuntimeActor(RuntimeContext runtime)
    {
        _runtime = runtime;
        _children = runtime.Libraries.ToDictionary(library => library, library => new LibraryChild(library));
        _declared = _children.Values.ToDictionary(child => child.Library.Name, StringComparer.Ordinal);
        Receive<LibraryReady>(message => OnReady(_children[message.Library]));
        Receive<Terminated>(message => OnTerminated(message.ActorRef));
        Receive<LibraryCommand>(OnCommand);
        Receive<GuestRoll>(OnRoll);
        Receive<LibrariesTried>(OnTried);
        Receive<LibrariesAccepted>(OnAccepted);
        Receive<LibraryDismissed>(OnDismissed);
        Receive<LibraryRestartDue>(OnRestartDue);
        Receive<LibraryWaitOver>(message => OnWaitOver(message.Library));
        Receive<DeadLetter>(letter => Answer((NativeCall)letter.Message, letter.Sender), letter => letter.Message is NativeCall);
        Receive<DeadLetter>(static _ => { });
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        foreach (LibraryChild child in _children.Values)
        {
            Start(child);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (LibraryChild child in _children.Values)
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
        if (child.Actor is not null)
        {
            return;
        }

        LibraryEntry library = child.Library;
        LibraryEntry? missing = NotReady(library); // Asked once: it becomes ready on another thread.
        child.WaitsForOthers = missing is not null;
        if (missing is not null)
        {
            Wait(library, missing);
            return;
        }

        library.Failure = null;
        library.Enter(library.Now(LibraryState.Loading, "It is being loaded."), isSettled: false);
        Func<double> chance = _runtime.Chance;
        Props props = library.Guests is null ? Props.Create(() => new LibraryActor(library)) : Props.Create(() => new IsolatedLibraryActor(library, chance));
        child.Actor = Context.ActorOf(props, ActorNames.Of(library));
        Context.Watch(child.Actor);
    }

    private LibraryEntry? NotReady(LibraryEntry library) =>
        library.Definition.DependsOn.Select(name => Meant(name, library).Library).FirstOrDefault(other => other.State != LibraryState.Ready);

    private LibraryChild Meant(string name, LibraryEntry by) =>
        _tried.ContainsValue(_children[by]) && _tried.TryGetValue(name, out LibraryChild? tried) ? tried : _declared[name];

    // Calls wait as long as there is hope: while what the library needs is being loaded, or will be tried again.
    private static void Wait(LibraryEntry library, LibraryEntry missing)
    {
        LibraryStatus status = missing.Status;
        switch (status.State)
        {
            case LibraryState.Ready: // Since just now: its actor tells so next, and that starts this one.
                break;
            case LibraryState.Loading or LibraryState.BackingOff:
                library.Enter(library.Now(LibraryState.Loading, $"It waits for library '{missing.Name}', which is {status.State}."), isSettled: status.State == LibraryState.BackingOff);
                break;
            default:
                library.Close(library.Now(LibraryState.Failed, $"It needs library '{missing.Name}', which is {status.State}. Revive that first.", nextAttempt: null, status.Cause));
                break;
        }
    }

    private void OnReady(LibraryChild child)
    {
        child.Library.IsOnTrial = false;
        child.Answer(null);
        foreach (LibraryChild other in DependentsOf(child))
        {
            Start(other);
        }
    }

    private IEnumerable<LibraryChild> DependentsOf(LibraryChild child) =>
        [.. _children.Values.Where(other => other.WaitsForOthers && other.Library.Definition.DependsOn.Any(name => Meant(name, other.Library) == child))];

    // Tells those who wait for a library that it will not come, or not so soon.
    private void TellDependents(LibraryChild child)
    {
        foreach (LibraryChild other in DependentsOf(child))
        {
            if (NotReady(other.Library) is { } missing)
            {
                Wait(other.Library, missing);
                TellDependents(other);
            }
        }
    }

    private void OnCommand(LibraryCommand command)
    {
        if (!_children.TryGetValue(command.Library, out LibraryChild? child))
        {
            command.Done.TrySetException(command.Library.Unavailable()); // It was replaced or removed, and has ended.
            return;
        }

        child.CancelTimers();
        child.Intent = command.Intent == LibraryIntent.Restart && child.Actor is null ? LibraryIntent.Run : command.Intent;
        if (command.Intent == LibraryIntent.Run && child.Library.State == LibraryState.Ready)
        {
            command.Done.TrySetResult();
            return;
        }

        child.Await(command.Done);
        child.Restarts = [];
        child.Library.GuestRestarts = [];
        if (child.Intent == LibraryIntent.Run)
        {
            Start(child);
        }
        else
        {
            End(child);
        }
    }

    private void OnRoll(GuestRoll roll)
    {
        if (_children.GetValueOrDefault(roll.Library)?.Actor is { } actor)
        {
            actor.Tell(roll);
        }
        else
        {
            roll.Done.TrySetException(roll.Library.Unavailable());
        }
    }

    private void OnTried(LibrariesTried message)
    {
        LibraryChild[] added = [.. message.Libraries.Select(static library => new LibraryChild(library))];
        foreach (LibraryChild child in added)
        {
            _children.Add(child.Library, child);
            _tried.Add(child.Library.Name, child);
        }

        Array.ForEach(added, Start);
    }

    private void OnAccepted(LibrariesAccepted message)
    {
        foreach (LibraryEntry library in message.Libraries)
        {
            _children.TryAdd(library, new LibraryChild(library));
            _declared[library.Name] = _children[library];
            _tried.Remove(library.Name);
        }

        foreach (string name in message.Removed)
        {
            _declared.Remove(name);
        }
    }

    private void OnDismissed(LibraryDismissed message)
    {
        LibraryChild child = _children[message.Library];
        if (_tried.GetValueOrDefault(message.Library.Name) == child)
        {
            _tried.Remove(message.Library.Name);
        }

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
            return;
        }

        if (child.Intent == LibraryIntent.Restart)
        {
            child.Library.Enter(child.Library.Now(LibraryState.Loading, "It is being restarted."), isSettled: false);
        }

        Context.Stop(child.Actor);
    }

    private void OnTerminated(IActorRef actor)
    {
        if (_children.Values.FirstOrDefault(child => actor.Equals(child.Actor)) is not { } child)
        {
            return;
        }

        child.Actor = null;
        switch (child.Intent)
        {
            case LibraryIntent.Restart:
                child.Intent = LibraryIntent.Run;
                Start(child);
                break;
            case LibraryIntent.Stop:
                OnStopped(child);
                break;
            default:
                OnFailed(child, child.Library.Failure ?? LibraryFailures.Unexpected(child.Library));
                break;
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
            _children.Remove(child.Library);
        }

        child.Answer(null);
    }

    private void OnFailed(LibraryChild child, LibraryFailure failure)
    {
        LibraryDefinition definition = child.Library.Definition;
        if (child.Library.IsOnTrial)
        {
            child.Intent = LibraryIntent.Stop;
            child.Answer(child.Library.FailTrial(failure));
        }
        else if (failure.Directive == FailureDirective.Stop)
        {
            Fail(child, failure, $"{LibraryFailures.Describe(failure)} Mend the cause and revive the library.");
        }
        else if (failure.Directive == FailureDirective.Escalate && definition.IsCritical)
        {
            Fail(child, failure, $"{LibraryFailures.Describe(failure)} The library is critical, so the service stops.");
        }
        else
        {
            RestartDecision decision = definition.Restart.Decide(child.Restarts, _runtime.Time.GetUtcNow(), _runtime.Chance());
            child.Restarts = decision.History;
            BackOffOrFail(child, failure, decision.Delay);
        }
    }

    private void BackOffOrFail(LibraryChild child, LibraryFailure failure, TimeSpan? delay)
    {
        if (delay is not { } wait)
        {
            RestartPolicy policy = child.Library.Definition.Restart;
            Fail(child, failure, $"{LibraryFailures.Describe(failure)} Its budget of {policy.Limit} restarts in {policy.Window} is used up. Mend the cause and revive the library.");
            return;
        }

        child.Timer = Tell(new LibraryRestartDue(child.Library), wait);
        BackOff(child, child.Library.Now(LibraryState.BackingOff, LibraryFailures.Describe(failure), wait, failure.Cause));
        child.Answer(child.Library.Unavailable());
        TellDependents(child);
    }

    private void BackOff(LibraryChild child, LibraryStatus status)
    {
        TimeSpan patience = child.Library.Definition.WaitWhileUnavailable;
        if (patience == TimeSpan.Zero)
        {
            child.Library.Close(status);
            return;
        }

        child.Patience = Tell(new LibraryWaitOver(child.Library), patience);
        child.Library.Enter(status, isSettled: true);
    }

    private void Fail(LibraryChild child, LibraryFailure failure, string reason)
    {
        child.Library.Close(child.Library.Now(LibraryState.Failed, reason, nextAttempt: null, failure.Cause));
        child.Answer(child.Library.Unavailable());
        TellDependents(child);
        if (child.Library is { Definition.IsCritical: true, IsCurrent: true })
        {
            _runtime.StopService(child.Library.Unavailable());
        }
    }

    private void OnRestartDue(LibraryRestartDue due)
    {
        if (_children.GetValueOrDefault(due.Library) is { Timer: not null, Intent: LibraryIntent.Run } child)
        {
            Start(child);
        }
    }

    private static void OnWaitOver(LibraryEntry library)
    {
        if (library.State == LibraryState.BackingOff)
        {
            library.Close(library.Status);
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
