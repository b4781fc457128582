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
        Receive<LibraryEmpty>(message => OnEmpty(message.Library));
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
        LibraryChild? missing = MissingOf(library); // Asked once: it becomes ready on another thread.
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

    // Of what a library depends on, what keeps it from starting for longest; null where all of it is ready.
    private LibraryChild? MissingOf(LibraryEntry library) => library.Definition.DependsOn
        .Select(name => Meant(name, library))
        .Where(static other => other.Library.State != LibraryState.Ready)
        .MaxBy(other => HopeOf(RootOf(other).Library.State));

    private LibraryChild Meant(string name, LibraryEntry by) =>
        _tried.ContainsValue(_children[by]) && _tried.TryGetValue(name, out LibraryChild? tried) ? tried : _declared[name];

    private static int HopeOf(LibraryState state) => state switch
    {
        LibraryState.Loading => 0,
        LibraryState.BackingOff => 1,
        _ => 2,
    };

    // The library that others wait for in the end: the one that waits for no further.
    private LibraryChild RootOf(LibraryChild missing) =>
        missing.WaitsForOthers && MissingOf(missing.Library) is { } further ? RootOf(further) : missing;

    private string ChainOf(LibraryChild missing) => missing.WaitsForOthers && MissingOf(missing.Library) is { } further
        ? $"library '{missing.Library.Name}', which needs {ChainOf(further)}"
        : $"library '{missing.Library.Name}', which is {missing.Library.State}";

    // Calls wait as long as there is hope: while what the library needs is being loaded, or will be tried again. Commands wait for a load only.
    private void Wait(LibraryChild child, LibraryChild missing)
    {
        LibraryEntry library = child.Library;
        LibraryStatus root = RootOf(missing).Library.Status;
        if (root.State == LibraryState.Ready)
        {
            return; // Since just now: its actor tells so next, and that starts this one.
        }

        if (root.State is not (LibraryState.Loading or LibraryState.BackingOff))
        {
            Fail(child, $"It needs {ChainOf(missing)}. Revive that first.", root.Cause);
            return;
        }

        bool isSettled = root.State == LibraryState.BackingOff;
        if (library.State != LibraryState.Draining)
        {
            library.Enter(library.Now(LibraryState.Loading, $"It waits for {ChainOf(missing)}.", nextAttempt: null, root.Cause), isSettled);
        }

        if (isSettled)
        {
            child.Answer(library.Unavailable());
        }
    }

    private void OnReady(LibraryChild child)
    {
        child.IsServing = true;
        child.Library.IsOnTrial = false;
        if (child.Intent == LibraryIntent.Run)
        {
            // A drain that was taken back meanwhile may have kept it from saying that it is ready.
            child.Library.TryEnter([LibraryState.Loading], child.Library.Now(LibraryState.Ready, "It serves calls."), isSettled: true);
            child.Answer(null);
        }

        foreach (LibraryChild other in DependentsOf(child))
        {
            Start(other);
        }
    }

    private IEnumerable<LibraryChild> DependentsOf(LibraryChild child) =>
        [.. _children.Values.Where(other => other.WaitsForOthers && other.Library.Definition.DependsOn.Any(name => Meant(name, other.Library) == child))];

    // Tells those who wait for a library that it will not come, or not so soon. Those who fail tell theirs.
    private void TellDependents(LibraryChild child)
    {
        foreach (LibraryChild other in DependentsOf(child))
        {
            if (MissingOf(other.Library) is not { } missing)
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
        if (!_children.TryGetValue(command.Library, out LibraryChild? child))
        {
            command.Done.TrySetException(command.Library.Unavailable()); // It was replaced or removed, and has ended.
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
        else if (child.IsEnding || child.Intent == LibraryIntent.Restart || IsServingNobody(child))
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

    // An isolated library all of whose guests have died does not wait for the next one's turn when it is revived.
    private static bool IsServingNobody(LibraryChild child) => child is { IsServing: true, Library.State: LibraryState.Loading or LibraryState.BackingOff };

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
        if (_children.GetValueOrDefault(library) is { Intent: LibraryIntent.Drain, Actor: not null, Library.AcceptedCalls: 0 } child)
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
        if (_children.Values.FirstOrDefault(child => actor.Equals(child.Actor)) is not { } child)
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
            _children.Remove(child.Library);
        }

        child.Answer(child.IsToEnd ? null : child.Library.Unavailable());
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
            Fail(child, $"{LibraryFailures.Describe(failure)} Mend the cause and revive the library.", failure.Cause);
        }
        else if (failure.Directive == FailureDirective.Escalate && definition.IsCritical)
        {
            Fail(child, $"{LibraryFailures.Describe(failure)} The library is critical, so the service stops.", failure.Cause);
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
            Fail(child, $"{LibraryFailures.Describe(failure)} Its budget of {policy.Limit} restarts in {policy.Window} is used up. Mend the cause and revive the library.", failure.Cause);
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
