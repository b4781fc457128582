using System.Globalization;
using Akka.Actor;

namespace ActorFfi;

/// <summary>The actor of a library that runs in guests: keeps as many of them as are declared, and supervises the symbols.</summary>
internal sealed class IsolatedLibraryActor : ReceiveActor
{
    private readonly LibraryEntry _library;
    private readonly Func<double> _chance;
    private readonly GuestPool _pool;
    private readonly Dictionary<IActorRef, Guest?> _guests = []; // Null while one is being started.
    private readonly GuestRoller _roller;
    private readonly List<ITimer> _delays = [];
    private bool _isPublished;
    private int _lastGuest;
    private long _unservedSince; // When a back-off first left calls without a guest; 0 while one serves.
    private ITimer? _patience;

    public IsolatedLibraryActor(LibraryEntry library, Func<double> chance)
    {
        _library = library;
        _chance = chance;
        _pool = library.Guests!;
        _roller = new GuestRoller(library);
        Receive<GuestReady>(message => OnReady(Sender, message.Guest));
        Receive<GuestWorn>(message => OnWorn(message.Guest, message.Reason));
        Receive<GuestDue>(_ => OnDue());
        Receive<GuestWaitOver>(_ => OnWaitOver());
        Receive<GuestRoll>(OnRoll);
        Receive<Terminated>(message => OnTerminated(message.ActorRef));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        IActorRef self = Self;
        _library.NoteStart();
        _pool.Generation = new LibraryGeneration(_library.Name, _library.Generation + 1) { Calls = new ForeignCalls(_library) };
        _pool.Worn = guest => self.Tell(new GuestWorn(guest, "it has run as many calls as it is to run"));
        Balance();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _delays.ForEach(static timer => timer.Dispose());
        _patience?.Dispose();
        _roller.Fail(_library.Unavailable());
        _pool.Rolls.Fail(_library.Unavailable());
        _pool.Generation!.End();
        _library.Closing = _pool.WhenAllEnded();
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(Decide);

    private Directive Decide(Exception failure) => failure switch
    {
        GuestFailureException lost => DecideAbout(lost),
        WorkerFaultException fault => Fail(fault.Kind, fault.Directive, fault.InnerException!),
        _ => Fail(FailureKind.Fault, FailureDirective.Escalate, failure),
    };

    private Directive DecideAbout(GuestFailureException lost)
    {
        _guests.Remove(lost.Actor);
        RuntimeLog.GuestFailed(_library.Logger, _library.Name, lost.Kind, lost.Directive, lost.Message);
        if (lost.Directive is FailureDirective.RestartLibrary or FailureDirective.Stop or FailureDirective.Escalate)
        {
            return Fail(lost.Kind, lost.Directive, lost);
        }

        if (!_isPublished && !lost.HasStarted)
        {
            return lost.Kind == FailureKind.LoadError
                ? Fail(FailureKind.LoadError, _library.Definition.OnLoadError, lost.InnerException!)
                : Fail(FailureKind.Crash, FailureDirective.RestartLibrary, lost);
        }

        // A successor that cannot be started changes nothing: the guest that it was to replace goes on.
        return _roller.NoteFailure(lost.Actor, lost) ? Directive.Stop : Replace(lost);
    }

    private Directive Replace(GuestFailureException lost)
    {
        RestartPolicy policy = _library.Definition.Restart;
        DateTimeOffset now = _library.Time.GetUtcNow();
        RestartDecision decision = GuestRestartPolicy.Decide(policy, _library.GuestRestarts, now, _chance());
        _library.GuestRestarts = decision.History;
        if (decision.Delay is not { } delay)
        {
            return Fail(lost.Kind, FailureDirective.Stop, new GuestBudgetException(_library.Name, policy, lost));
        }

        RestartTelemetry.GuestReplaced(_library);
        if (delay > TimeSpan.Zero)
        {
            Delay(delay, lost);
        }

        return Directive.Stop;
    }

    private void Delay(TimeSpan delay, GuestFailureException lost)
    {
        IActorRef self = Self;
        _delays.Add(_library.Time.CreateTimer(_ => self.Tell(new GuestDue()), null, delay, Timeout.InfiniteTimeSpan));
        if (_pool.Active.Length == 0)
        {
            bool isOver = IsWaitOver(); // Its timer runs before anybody can see that the library backs off.
            _library.TryEnter([LibraryState.Loading, LibraryState.Ready], _library.Now(LibraryState.BackingOff, "Its guests keep dying; calls wait for the next one.", delay, lost), isSettled: false);
            if (isOver)
            {
                OnWaitOver();
            }
        }
    }

    // Calls wait for the next guest from the first back-off on, as long as is declared, however often another one dies meanwhile.
    private bool IsWaitOver()
    {
        TimeSpan patience = _library.Definition.WaitWhileUnavailable;
        if (patience == TimeSpan.Zero)
        {
            return false;
        }

        _unservedSince = _unservedSince == 0 ? _library.Time.GetTimestamp() : _unservedSince;
        TimeSpan left = patience - _library.Time.GetElapsedTime(_unservedSince);
        _patience?.Dispose();
        _patience = null;
        if (left <= TimeSpan.Zero)
        {
            return true;
        }

        IActorRef self = Self;
        _patience = _library.Time.CreateTimer(_ => self.Tell(new GuestWaitOver()), null, left, Timeout.InfiniteTimeSpan);
        return false;
    }

    private void OnWaitOver()
    {
        if (_pool.Active.Length == 0)
        {
            _library.TryClose(LibraryState.BackingOff);
        }
    }

    private Directive Fail(FailureKind kind, FailureDirective directive, Exception cause)
    {
        _library.Failure = new LibraryFailure(kind, directive, cause);
        return Directive.Escalate;
    }

    private void OnReady(IActorRef actor, Guest guest)
    {
        _guests[actor] = guest;
        IActorRef? worn = _roller.NoteReady(actor);
        if (worn is not null && _guests.GetValueOrDefault(worn) is { } old && _pool.Replace(old, guest))
        {
            Context.Stop(worn);
        }
        else
        {
            _roller.NoteEnd(worn); // It has died meanwhile.
            _pool.Add(guest);
        }

        Balance();
        Serve();
        Roll();
    }

    private void Serve()
    {
        Guest[] active = _pool.Active; // Looked at once: one may die at any moment.
        _unservedSince = active.Length > 0 ? 0 : _unservedSince;
        if (!_isPublished && active.Length == _pool.Settings.Processes)
        {
            Publish(active[0]);
        }
        else if (_isPublished && active.Length > 0)
        {
            _library.TryEnter([LibraryState.Loading, LibraryState.BackingOff], _library.Now(LibraryState.Ready, "It serves calls."), isSettled: true);
        }
    }

    private void Publish(Guest guest)
    {
        _isPublished = true;
        foreach (SymbolEntry symbol in _library.Symbols.Values)
        {
            if (!guest.Has(symbol))
            {
                symbol.CloseAsAbsent();
            }
            else if (symbol.IsNonblocking)
            {
                Context.ActorOf(Props.Create(() => new SymbolActor(symbol)), ActorNames.Of(symbol.Name));
            }
        }

        _library.TryEnter([LibraryState.Loading], _library.Now(LibraryState.Ready, "It serves calls."), isSettled: true);
        Context.Parent.Tell(new LibraryReady(_library));
    }

    private void OnDue()
    {
        _delays.RemoveAt(0);
        _library.TryEnter([LibraryState.BackingOff], _library.Now(LibraryState.Loading, "Another guest is being started."), isSettled: false);
        Balance();
    }

    private void OnTerminated(IActorRef actor)
    {
        _guests.Remove(actor);
        _roller.NoteEnd(actor);
        Balance();
        Roll();
    }

    private void Balance()
    {
        int starting = _guests.Count(pair => pair.Value is null && !_roller.IsSuccessor(pair.Key));
        GuestPlan plan = GuestPlan.For(
            _pool.Settings.Processes, _pool.Settings.Spares, new GuestCensus(_pool.Active.Length, _pool.Spares.Length, starting, _delays.Count));
        for (int i = 0; i < plan.Start; i++)
        {
            StartGuest();
        }

        foreach (Guest surplus in _pool.Spares.Take(plan.Stop))
        {
            Context.Stop(_guests.First(pair => pair.Value == surplus).Key);
        }
    }

    private IActorRef StartGuest()
    {
        LibraryEntry library = _library;
        string name = string.Create(CultureInfo.InvariantCulture, $"guest-{++_lastGuest}");
        IActorRef actor = Context.ActorOf(Props.Create(() => new GuestActor(library)), name);
        Context.Watch(actor);
        _guests.Add(actor, null);
        return actor;
    }

    private void OnWorn(Guest guest, string reason)
    {
        if (_guests.FirstOrDefault(pair => pair.Value == guest).Key is { } actor && _roller.TryAdd(actor))
        {
            RuntimeLog.GuestRecycled(_library.Logger, _library.Name, guest.Process.Pid, reason);
            Roll();
        }
    }

    private void OnRoll(GuestRoll roll)
    {
        if (!_isPublished || _guests.Values.All(static guest => guest is null))
        {
            roll.Done.TrySetException(_library.Unavailable());
            return;
        }

        foreach (IActorRef actor in _guests.Where(static pair => pair.Value is not null).OrderBy(static pair => pair.Value!.Number).Select(static pair => pair.Key))
        {
            _roller.TryAdd(actor);
        }

        _roller.Await(roll.Done);
        Roll();
    }

    // One at a time, so that all but one serve meanwhile.
    private void Roll()
    {
        while (_roller.TryTakeNext(out IActorRef? worn))
        {
            if (_guests.GetValueOrDefault(worn) is not null)
            {
                _roller.Begin(StartGuest(), worn);
                return;
            }
        }

        _roller.CompleteIfDone();
    }
}
