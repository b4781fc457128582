using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorFfi;

/// <summary>What the runtime holds of one declared library; it outlives every incarnation of the library's actor.</summary>
/// <remarks>Threads: the status is replaced whole, under a lock that also keeps the order of events, and in one step with what the queues do about calls; everything else is immutable or volatile.</remarks>
internal sealed partial class LibraryEntry
{
    private readonly Lock _stateGate = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly QueueGroup? _sharedQueues; // Null where each symbol has its own.
    private volatile LibraryStatus _status;
    private bool _hasStarted; // Touched by the actors only.
    private int _generation; // Interlocked: guests are started on several threads.

    /// <param name="definition">The library as declared.</param>
    /// <param name="time">The clock and the timers.</param>
    /// <param name="predecessor">The library of the same name whose place this one is to take; null for none.</param>
    public LibraryEntry(LibraryDefinition definition, TimeProvider time, LibraryEntry? predecessor = null)
    {
        Definition = definition;
        _time = time;
        Events = predecessor?.Events ?? new LibraryEvents();
        Declarations = Events.NextDeclaration();
        Crashes = predecessor?.Crashes ?? new CrashLog();
        _generation = predecessor?.Generation ?? 0;
        _status = new LibraryStatus(LibraryState.Loading, "It is being loaded.", time.GetUtcNow());
        Buffers = predecessor?.Buffers ?? new BufferAccount(definition.Name);
        PinnedThread = definition.Isolation is null && definition.Symbols.Any(symbol => symbol.Settings.Threads == ThreadMode.Pinned) ? new PinnedThread($"ffi {definition.Name}") : null;
        if (definition.Isolation is { } isolation)
        {
            Guests = new GuestPool(this, isolation);
            Arena = Arena.Create(Name, isolation.ArenaSize);
        }

        _sharedQueues = definition.SharesQueues ? new QueueGroup(BoundsOf(definition)) : null;
        ConcurrencyLimit? limit = definition.Concurrency is { } most ? new ConcurrencyLimit(most) : null;
        SymbolsInOrder = [.. definition.Symbols.Select((symbol, index) => CreateSymbol(symbol, index, _sharedQueues ?? new QueueGroup(), limit))];
        Symbols = SymbolsInOrder.ToFrozenDictionary(symbol => symbol.Name, StringComparer.Ordinal);
        Limits = new LimitSet(_sharedQueues?.Gate ?? new Lock(), limit is null ? [] : [limit]);
    }

    /// <summary>Who listens to what happens to the library.</summary>
    public LibraryEvents Events { get; }

    /// <summary>Which declaration of its name this is, those that never came to serve included; the first is 1.</summary>
    public int Declarations { get; }

    /// <summary>Whether it is the one that callers of its name reach, so that its states are told: neither on trial nor replaced.</summary>
    public bool IsCurrent { get; private set; } = true;

    /// <summary>Whether the library is to show that it can be started, and is given up where it cannot; until it serves.</summary>
    public bool IsOnTrial { get; set; }

    /// <summary>Why it could not be started on trial; null where it could.</summary>
    public LibraryUnavailableException? TrialFailure { get; private set; }

    /// <summary>The library as declared.</summary>
    public LibraryDefinition Definition { get; private set; }

    /// <summary>The name callers use.</summary>
    public string Name => Definition.Name;

    /// <summary>Where everything that happens to the library is logged; set before it starts.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>The declared symbols by name.</summary>
    public FrozenDictionary<string, SymbolEntry> Symbols { get; }

    /// <summary>The declared symbols in the order of their declaration.</summary>
    public ImmutableArray<SymbolEntry> SymbolsInOrder { get; }

    /// <summary>The guests that the library runs in; null where it runs in this process.</summary>
    public GuestPool? Guests { get; }

    /// <summary>The memory that is shared with the guests; null where there are none.</summary>
    public Arena? Arena { get; }

    /// <summary>When guests were replaced because they had died. Touched by the actors only.</summary>
    public ImmutableArray<DateTimeOffset> GuestRestarts { get; set; } = [];

    /// <summary>The thread that the library is opened on, and that its pinned symbols run on; null where none is pinned.</summary>
    public PinnedThread? PinnedThread { get; }

    /// <summary>The concurrency limit of the library alone.</summary>
    public LimitSet Limits { get; }

    /// <summary>Counts the buffers that were allocated for the library.</summary>
    public BufferAccount Buffers { get; }

    /// <summary>The calls that guests of the library died in.</summary>
    public PoisonList Poison { get; } = new();

    /// <summary>How guests of the library died, and in which calls.</summary>
    public CrashLog Crashes { get; }

    /// <summary>The clock and the timers.</summary>
    public TimeProvider Time => _time;

    /// <summary>Where the library is in its life, and why.</summary>
    public LibraryStatus Status => _status;

    /// <summary>Where the library is in its life.</summary>
    public LibraryState State => _status.State;

    /// <summary>How often the library has been started.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Why the library's actor is about to end; null where it ends on purpose. Touched by the actors only.</summary>
    public LibraryFailure? Failure { get; set; }

    /// <summary>How many given-up calls native code has not returned from.</summary>
    public int Abandoned => Symbols.Values.Sum(symbol => symbol.Mailbox.Abandoned);

    /// <summary>Whether native code had not returned when the previous generation was given up. Touched by its end and by the start after that only.</summary>
    public bool EndedInUse { get; set; }

    /// <summary>What earlier generations could not unload. Touched by the end of a generation only.</summary>
    public List<(LoadedLibrary Loaded, LibraryGeneration Generation)> Kept { get; } = [];

    /// <summary>Why the previous generation did not unload the library; null where it did. Touched by its end and by the start after that only.</summary>
    public string? KeptBecause { get; set; }

    /// <summary>Completes when the previous generation has let go of the library: its calls have ended and <c>OnStop</c> has run.</summary>
    public Task Closing { get; set; } = Task.CompletedTask;

    /// <summary>Cancelled when the runtime stops and has waited for as long as it may; set before the library is ended.</summary>
    public CancellationToken EndOfPatience { get; set; } = CancellationToken.None;

    /// <summary>Completes when the library has been loaded or has failed for the first time.</summary>
    public Task Settled => _settled.Task;

    /// <summary>The generation that begins with a start of the library.</summary>
    public LibraryGeneration NextGeneration()
    {
        NoteStart();
        return new LibraryGeneration(Name, ++_generation) { Calls = new ForeignCalls(this) };
    }

    /// <summary>Counts a start of the library that is not its first as a restart.</summary>
    public void NoteStart()
    {
        if (_hasStarted)
        {
            RestartTelemetry.LibraryRestarted(this);
        }

        _hasStarted = true;
    }

    /// <summary>The number of a guest that is being started: each is a start of the library.</summary>
    public int NextGuestNumber() => Interlocked.Increment(ref _generation);

    /// <summary>The limits that a call of a function passes: those of its symbol, or the library's for a function that was given out.</summary>
    public LimitSet LimitsOf(CallPlan plan) => Symbols.Values.FirstOrDefault(symbol => symbol.Plan == plan)?.Limits ?? Limits;

    /// <summary>Whether a function is one of the symbols that run on the pinned thread. A guest has no other one, where any symbol is pinned.</summary>
    public bool IsPinned(CallPlan plan) => Definition.Isolation is not null
        ? GuestStarts.LanesOf(Definition) == 1
        : PinnedThread is not null && Symbols.Values.Any(symbol => symbol.Plan == plan && symbol.PinnedThread is not null);

    /// <summary>Enters a state in which calls are accepted.</summary>
    /// <param name="status">The state and why.</param>
    /// <param name="isSettled">Whether whoever waits for the first outcome of the start need not wait any longer.</param>
    public void Enter(LibraryStatus status, bool isSettled)
    {
        lock (_stateGate)
        {
            SetStatus(status);
            Accept();
        }

        if (isSettled)
        {
            _settled.TrySetResult();
        }
    }

    /// <summary>The same, unless somebody has decided otherwise meanwhile.</summary>
    /// <param name="from">The states that may be left.</param>
    /// <param name="status">The state and why.</param>
    /// <param name="isSettled">Whether whoever waits for the first outcome of the start need not wait any longer.</param>
    public void TryEnter(ReadOnlySpan<LibraryState> from, LibraryStatus status, bool isSettled)
    {
        lock (_stateGate)
        {
            if (!from.Contains(_status.State))
            {
                return;
            }

            SetStatus(status);
            Accept();
        }

        if (isSettled)
        {
            _settled.TrySetResult();
        }
    }

    private void Accept()
    {
        foreach (SymbolEntry symbol in Symbols.Values.Where(symbol => !symbol.IsAbsent))
        {
            symbol.Mailbox.Open();
        }
    }

    /// <summary>Refuses calls because the library is to end when it has finished those that it accepted; does nothing where it has ended.</summary>
    public void Drain()
    {
        lock (_stateGate)
        {
            if (State != LibraryState.Stopped)
            {
                Refuse(Now(LibraryState.Draining, "It finishes what it accepted and stops. Revive it to call again."));
            }
        }
    }

    /// <summary>Enters a state in which calls are refused, and leaves those that were accepted.</summary>
    public void Refuse(LibraryStatus status)
    {
        WakeList wake = default;
        lock (_stateGate)
        {
            Refuse_NeedsLock(status, ref wake);
        }

        wake.Wake();
    }

    private void Refuse_NeedsLock(LibraryStatus status, ref WakeList wake)
    {
        SetStatus(status);
        Exception refusal = Unavailable();
        foreach (SymbolEntry symbol in Symbols.Values)
        {
            symbol.Mailbox.Refuse(refusal, ref wake);
        }
    }

    /// <summary>Enters a state in which calls are refused, and answers those that wait with the reason.</summary>
    /// <returns>How many calls were answered.</returns>
    public int Close(LibraryStatus status)
    {
        List<NativeCall> withdrawn = [];
        Exception refusal;
        WakeList wake = default;
        lock (_stateGate)
        {
            SetStatus(status);
            refusal = Unavailable();
            Close_NeedsLock(refusal, withdrawn, ref wake);
        }

        wake.Wake();
        Mailbox.SendOn(withdrawn, refusal);
        _settled.TrySetResult();
        return withdrawn.Count;
    }

    // All at once, so that no call of one symbol begins because the one of its key before it, of another symbol, was taken out.
    private void Close_NeedsLock(Exception refusal, List<NativeCall> withdrawn, ref WakeList wake)
    {
        lock (QueueGate)
        {
            foreach (SymbolEntry symbol in Symbols.Values)
            {
                symbol.Mailbox.Close(refusal, withdrawn, ref wake);
            }
        }
    }

    /// <summary>Answers the calls that wait, as long as the library is in a state, and those that come until it enters another one.</summary>
    public void TryClose(LibraryState state)
    {
        lock (_stateGate)
        {
            if (State == state)
            {
                Close(_status);
            }
        }
    }

    /// <summary>Changes the settings of the library and of its symbols; what is declared stays.</summary>
    public void Reconfigure(LibraryDefinition changed)
    {
        Definition = changed;
        if (changed.Concurrency is { } most)
        {
            Limits.Resize(most);
        }

        foreach (SymbolDefinition symbol in changed.Symbols)
        {
            Symbols[symbol.Declaration.Name].Reconfigure(symbol);
        }
    }

    /// <summary>How many accepted calls are queued or running.</summary>
    public int AcceptedCalls => Symbols.Values.Sum(symbol => symbol.Mailbox.AcceptedCalls);

    /// <summary>A status that begins now.</summary>
    public LibraryStatus Now(LibraryState state, string reason, TimeSpan? nextAttempt = null, Exception? cause = null)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return new LibraryStatus(state, reason, now, now + nextAttempt, cause);
    }

    /// <summary>Answers every call that native code has not returned from.</summary>
    /// <returns>How many calls were answered.</returns>
    public int AbandonRunning(Exception reason) => Symbols.Values.Sum(symbol => symbol.Mailbox.AbandonRunning(reason));

    /// <summary>Tells whoever listens of a call that failed.</summary>
    public void ReportFailure(string symbol, string outcome, Exception failure) => Events.Raise(new FailedCall(Name, symbol, outcome, failure), Logger);

    /// <summary>Completes when no accepted call is queued or running.</summary>
    public Task WhenEmpty() => Task.WhenAll(Symbols.Values.Select(symbol => symbol.Mailbox.WhenEmpty()));

    /// <summary>Completes when no call is running.</summary>
    public Task WhenNoneRuns() => Task.WhenAll(Symbols.Values.Select(symbol => symbol.Mailbox.WhenNoneRuns()));

    /// <summary>The failure of a call that comes now.</summary>
    public LibraryUnavailableException Unavailable()
    {
        LibraryStatus status = _status;
        return new LibraryUnavailableException(Name, status.State, status.Reason, status.Since, status.NextAttempt, status.Cause);
    }

    private void SetStatus(LibraryStatus status)
    {
        lock (_stateGate)
        {
            LibraryStatus previous = _status;
            _status = status;
            if (previous.State != status.State || previous.Reason != status.Reason)
            {
                RuntimeLog.StateChanged(this, status.State, status.Reason, status.Cause);
                Tell(previous.State, status);
            }
        }
    }

    // In order, hence under the lock.
    private void Tell(LibraryState previous, LibraryStatus now)
    {
        if (IsCurrent)
        {
            Events.Raise(new LibraryStateChange(Name, previous, now.State, _generation, now.Reason, now.Cause, now.Since), Logger);
        }
    }

    private static QueueBounds? BoundsOf(LibraryDefinition definition) => definition is { TotalQueueLimit: null, TotalQueueBytes: 0 }
        ? null
        : new QueueBounds(definition.TotalQueueLimit ?? int.MaxValue, definition.TotalQueueBytes);

    private SymbolEntry CreateSymbol(SymbolDefinition symbol, int index, QueueGroup queues, ConcurrencyLimit? ofLibrary)
    {
        ConcurrencyLimit? ofSymbol = symbol.Concurrency is { } most ? new ConcurrencyLimit(most) : null;
        ConcurrencyLimit?[] limits = [ofSymbol, ofLibrary];
        return new SymbolEntry(this, symbol, index, queues, new LimitSet(queues.Gate, [.. limits.OfType<ConcurrencyLimit>()]));
    }
}
