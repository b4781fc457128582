using Akka.Actor;
using Akka.Event;

namespace ActorFfi;

/// <summary>The actor at the top: it starts the libraries in order, and restarts, fails or stops them.</summary>
internal sealed class RuntimeActor : ReceiveActor
{
    /// <summary>The actor's name under <c>/user</c>.</summary>
    public const string Name = "ffi";

    private readonly RuntimeContext _runtime;
    private readonly Dictionary<string, LibraryChild> _children;

    public RuntimeActor(RuntimeContext runtime)
    {
        _runtime = runtime;
        _children = runtime.Libraries.ToDictionary(library => library.Name, library => new LibraryChild(library), StringComparer.Ordinal);
        Receive<LibraryReady>(message => OnReady(_children[message.Library.Name]));
        Receive<Terminated>(message => OnTerminated(message.ActorRef));
        Receive<LibraryCommand>(OnCommand);
        Receive<LibraryEmpty>(message => OnEmpty(_children[message.Library.Name]));
        Receive<GuestRoll>(OnRoll);
        Receive<LibraryRestartDue>(message => OnRestartDue(_children[message.Library.Name]));
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
        child.WaitsForOthers = MissingOf(library) is not null;
        if (child.WaitsForOthers)
        {
            Wait(child);
            return;
        }

        library.Failure = null;
        if (library.State != LibraryState.Draining)
        {
            library.Enter(library.Now(LibraryState.Loading, "It is being loaded."), isSettled: false);
        }

        Func<double> chance = _runtime.Chance;
        Props props = library.Guests is null ? Props.Create(() => new LibraryActor(library)) : Props.Create(() => new IsolatedLibraryActor(library, chance));
        child.Actor = Context.ActorOf(props, ActorNames.Of(library.Name));
        Context.Watch(child.Actor);
    }

    // Of what a library depends on, what keeps it from starting for longest; null where all of it is ready.
    private LibraryChild? MissingOf(LibraryEntry library) => library.Definition.DependsOn
        .Select(name => _children[name])
        .Where(static other => other.Library.State != LibraryState.Ready)
        .MaxBy(other => HopeOf(RootOf(other).Library.State));

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
    private void Wait(LibraryChild child)
    {
        LibraryEntry library = child.Library;
        LibraryChild missing = MissingOf(library)!;
        LibraryStatus root = RootOf(missing).Library.Status;
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
        if (child.Intent == LibraryIntent.Run)
        {
            Continue(child); // A drain that was taken back meanwhile may have kept it from saying that it is ready.
        }

        foreach (LibraryChild other in DependentsOf(child))
        {
            Start(other);
        }
    }

    private IEnumerable<LibraryChild> DependentsOf(LibraryChild child) =>
        [.. _children.Values.Where(other => other.WaitsForOthers && other.Library.Definition.DependsOn.Contains(child.Library.Name))];

    // Tells those who wait for a library that it will not come, or not so soon. Those who fail tell theirs.
    private void TellDependents(LibraryChild child)
    {
        foreach (LibraryChild other in DependentsOf(child))
        {
            Wait(other);
            if (other.Library.State != LibraryState.Failed)
            {
                TellDependents(other);
            }
        }
    }

    private void OnCommand(LibraryCommand command)
    {
        LibraryChild child = _children[command.Library.Name];
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
        if (library.State == LibraryState.Draining || (child.IsServing && library.State == LibraryState.Loading))
        {
            library.Enter(child.IsServing ? library.Now(LibraryState.Ready, "It serves calls.") : library.Now(LibraryState.Loading, "It is being loaded."), isSettled: child.IsServing);
        }

        if (child.IsServing)
        {
            child.Answer(null);
        }
    }

    private void OnRoll(GuestRoll roll)
    {
        if (_children[roll.Library.Name].Actor is { } actor)
        {
            actor.Tell(roll);
        }
        else
        {
            roll.Done.TrySetException(roll.Library.Unavailable());
        }
    }

    private void End(LibraryChild child)
    {
        if (child.Actor is null)
        {
            OnStopped(child);
        }
        else if (child.Intent == LibraryIntent.Drain)
        {
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
    private void OnEmpty(LibraryChild child)
    {
        if (child is { Intent: LibraryIntent.Drain, Actor: not null, Library.AcceptedCalls: 0 })
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

    private static void OnStopped(LibraryChild child)
    {
        if (child.Library.State != LibraryState.Stopped)
        {
            child.Library.Close(child.Library.Now(LibraryState.Stopped, "It was stopped on purpose. Revive it to call again."));
        }

        child.Answer(child.IsToEnd ? null : child.Library.Unavailable());
    }

    private void OnFailed(LibraryChild child, LibraryFailure failure)
    {
        LibraryDefinition definition = child.Library.Definition;
        if (failure.Directive == FailureDirective.Stop)
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
        if (library.Definition.IsCritical && before is not (LibraryState.Failed or LibraryState.Draining))
        {
            _runtime.StopService(library.Unavailable());
        }
    }

    private void OnRestartDue(LibraryChild child)
    {
        if (child is { Timer: not null, Intent: LibraryIntent.Run })
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
