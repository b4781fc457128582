namespace ActorFfi;

/// <summary>What the runtime holds of one declared symbol: its plan, its queue, and the function while the library is ready.</summary>
/// <remarks>Threads: everything is immutable or volatile. It outlives every incarnation of the symbol's actor.</remarks>
internal sealed class SymbolEntry
{
    private volatile NativeFunction? _function;
    private volatile NativeFunction? _directFunction;
    private volatile NativeVariable? _variable;
    private volatile bool _isAbsent;
    private volatile SymbolEntry? _successor;

    public SymbolEntry(LibraryEntry library, SymbolDefinition definition, int index, QueueGroup queues, LimitSet limits)
    {
        Library = library;
        Index = index;
        Queues = queues;
        Definition = definition;
        Limits = limits;
        Plan = new CallPlan(library.Name, definition.Declaration with { Variable = null }) { Kept = definition.Kept, Releases = definition.Releases, IsIsolated = library.Definition.Isolation is not null };
        Mailbox = new Mailbox(definition.Settings, queues, limits, definition.KeyIndex, library.Time);
        HasTimeout = definition.Settings.Timeout > TimeSpan.Zero;
        IsNonblocking = definition.Declaration is { Nonblocking: not false, Variable: null };
        Tags = new SymbolTags(library.Name, definition.Declaration.Name);
        ReplySpin = new ReplySpin(library.Guests);
    }

    /// <summary>What calls a function that the library gave out: it has the queue, and so the workers, of one of its symbols.</summary>
    public SymbolEntry(SymbolEntry carrier, NativeFunction function)
    {
        Library = carrier.Library;
        Definition = carrier.Definition with { Declaration = function.Plan.Declaration, Fails = null, Fatal = null, Frees = null, KeyIndex = -1 };
        Queues = carrier.Queues;
        Tags = carrier.Tags;
        HasTimeout = carrier.HasTimeout;
        Limits = carrier.Limits;
        Plan = function.Plan;
        Mailbox = carrier.Mailbox;
        ReplySpin = carrier.ReplySpin;
        IsNonblocking = true;
        IsForeign = true;
        _function = function;
    }

    /// <summary>The library that the symbol belongs to.</summary>
    public LibraryEntry Library { get; }

    /// <summary>The place of the declaration among those of the library.</summary>
    public int Index { get; }

    /// <summary>Whether this calls a function that the library gave out.</summary>
    public bool IsForeign { get; }

    /// <summary>The declaration, its rules and its settings.</summary>
    public SymbolDefinition Definition { get; private set; }

    /// <summary>What is precomputed of the declaration.</summary>
    public CallPlan Plan { get; }

    /// <summary>What telemetry says of the symbol.</summary>
    public SymbolTags Tags { get; }

    /// <summary>How long its promises wait before they let their callers suspend.</summary>
    public ReplySpin ReplySpin { get; }

    /// <summary>The queue of the symbol's nonblocking calls.</summary>
    public Mailbox Mailbox { get; }

    /// <summary>The queues that share a lock with the symbol's.</summary>
    public QueueGroup Queues { get; }

    /// <summary>The thread that all calls of the symbol run on; null where it is not pinned.</summary>
    public PinnedThread? PinnedThread => Settings.Threads == ThreadMode.Pinned ? Library.PinnedThread : null;

    /// <summary>The concurrency limits over both doors.</summary>
    public LimitSet Limits { get; }

    /// <summary>The name of the symbol as callers know it.</summary>
    public string Name => Definition.Declaration.Name;

    /// <summary>The name of the library.</summary>
    public string LibraryName => Library.Name;

    /// <summary>The settings of workers and queue.</summary>
    public SymbolSettings Settings => Definition.Settings;

    /// <summary>Whether the times of all calls are measured.</summary>
    public bool MeasuresTime => Settings.Timings;

    /// <summary>Whether nonblocking calls have a deadline unless they say otherwise.</summary>
    public bool HasTimeout { get; private set; }

    /// <summary>Whether nonblocking calls are allowed.</summary>
    public bool IsNonblocking { get; }

    /// <summary>The function; null while the library is not ready, and where an optional symbol is absent.</summary>
    public NativeFunction? Function => _function;

    /// <summary>The function where a synchronous call needs to do nothing but call it; otherwise null.</summary>
    public NativeFunction? DirectFunction => _directFunction;

    /// <summary>The variable; null while the library is not ready, where an optional one is absent, and for a function.</summary>
    public NativeVariable? Variable => Library.Guests is { } guests ? guests.VariableOf(this) : _variable;

    /// <summary>Whether the symbol is a variable.</summary>
    public bool IsVariable => Definition.Declaration.Variable is not null;

    /// <summary>The start of the library that the symbol was published by; null while the library is not ready.</summary>
    public LibraryGeneration? PublishedBy => _function?.Generation ?? _variable?.Generation;

    /// <summary>Whether the symbol is optional and the loaded library lacks it.</summary>
    public bool IsAbsent => _isAbsent;

    /// <summary>The symbol of the same name in the library that has taken the place of this one's; null while this is the one to call, and where there is none.</summary>
    public SymbolEntry? Successor => _successor;

    /// <summary>The symbol that is to be called instead of this one, or this one.</summary>
    public SymbolEntry Latest
    {
        get
        {
            SymbolEntry latest = this;
            while (latest._successor is { } next)
            {
                latest = next;
            }

            return latest;
        }
    }

    /// <summary>Sends callers to another symbol; what was accepted is served here. Null takes that back.</summary>
    public void Supersede(SymbolEntry? successor)
    {
        _successor = successor;
        if (successor is not null)
        {
            _directFunction = null;
        }
    }

    /// <summary>Whether a call that was bound for another symbol can run here as it is.</summary>
    public bool CanTake(SymbolEntry other) => !other.IsForeign && Plan.IsIsolated == other.Plan.IsIsolated && Plan.HasSameFrame(other.Plan);

    /// <summary>Refuses calls of a variable.</summary>
    /// <exception cref="NotSupportedException">It is one.</exception>
    public void DemandFunction()
    {
        if (IsVariable)
        {
            throw new NotSupportedException($"Symbol '{Name}' of library '{LibraryName}' is a variable of type '{Definition.Declaration.Variable}' and cannot be called. Read or write it through 'Variable'.");
        }
    }

    /// <summary>Refuses nonblocking calls of a symbol that is declared without them.</summary>
    /// <exception cref="NotSupportedException">It is.</exception>
    public void DemandNonblocking()
    {
        if (!IsNonblocking)
        {
            DemandFunction();
            ThrowSynchronous();
        }
    }

    private void ThrowSynchronous() => throw new NotSupportedException(
        $"Symbol '{Name}' of library '{LibraryName}' is declared for synchronous calls only and cannot be called nonblocking. Use Invoke.");

    /// <summary>Changes the settings of workers, queue and calls; the declaration stays. Calls that come now are served by the new ones.</summary>
    public void Reconfigure(SymbolDefinition changed)
    {
        Definition = Definition with { Settings = changed.Settings, Concurrency = changed.Concurrency };
        HasTimeout = changed.Settings.Timeout > TimeSpan.Zero;
        if (changed.Concurrency is { } most)
        {
            Limits.Resize(most);
        }

        Mailbox.Reconfigure(changed.Settings);
    }

    /// <summary>Notes that the loaded library lacks the optional symbol.</summary>
    public void MarkAbsent() => _isAbsent = true;

    /// <summary>Answers the calls of an optional symbol that the loaded library lacks.</summary>
    public void CloseAsAbsent()
    {
        MarkAbsent();
        LibraryUnavailableException reason = new(
            LibraryName, LibraryState.Ready, $"It lacks the optional symbol '{Name}'. Use a version that has it.", Library.Status.Since);
        List<NativeCall> withdrawn = [];
        WakeList wake = default;
        Mailbox.Close(reason, withdrawn, ref wake);
        wake.Wake();
        Mailbox.SendOn(withdrawn, reason);
    }

    /// <summary>Why a call with such arguments is refused: guests died in others like it. Null where it is not.</summary>
    public PoisonCallException? PoisonRefusalOf(CallArguments arguments) =>
        Library.Poison.IsEmpty || !Library.Poison.Suspects(Name)
            ? null
            : Library.Poison.RefusalOf(LibraryName, Name, CallFingerprint.Of(arguments), Settings.PoisonAfter);

    /// <summary>Whether results are held against rules.</summary>
    private bool HasRules => Definition.Fails is not null || Definition.Fatal is not null;

    /// <summary>Makes the function callable, or takes it away.</summary>
    public void Publish(NativeFunction? function)
    {
        bool isDirect = _successor is null && Limits.IsEmpty && Settings.Threads != ThreadMode.Pinned && Definition.KeyIndex < 0 && !HasRules && !Plan.HasLoans && Definition.Declaration.Nonblocking != true;
        _isAbsent &= function is null;
        _function = function;
        _directFunction = isDirect ? function : null;
    }

    /// <summary>Makes the variable accessible, or takes it away.</summary>
    public void Publish(NativeVariable? variable)
    {
        _isAbsent &= variable is null;
        _variable = variable;
    }

    /// <summary>Runs the function on this thread with bound arguments, and judges the result.</summary>
    public NativeValue Execute(CallArguments arguments, out int errno, out Exception? failure)
    {
        if (_function is not { } function)
        {
            errno = 0;
            failure = Library.Unavailable();
            return default;
        }

        if (IsForeign && function.Generation.HasEnded)
        {
            errno = 0;
            failure = new StaleHandleException(nameof(ForeignFunction), function.Generation);
            return default;
        }

        NativeValue value = function.Run(arguments, out errno, out failure);
        failure = Judge(arguments, value, errno, failure, function.Generation);
        return value;
    }

    /// <summary>What the failure of a call is after native code has returned; null for none, and what it was to keep is lent then.</summary>
    public Exception? Judge(CallArguments arguments, in NativeValue value, int errno, Exception? failure, LibraryGeneration generation)
    {
        failure ??= HasRules ? FailureOf(value, errno) : null;
        if (Plan.HasLoans && failure is null)
        {
            arguments.Succeed(generation);
        }

        return failure;
    }

    /// <summary>What the declaration says of a result: null where it is none of its failures.</summary>
    public Exception? FailureOf(in NativeValue value, int errno)
    {
        if (Definition.Fatal is { } fatal && fatal.Matches(value, errno))
        {
            return new NativeCallFailedException(LibraryName, Name, fatal.Text, value, errno, isFatal: true);
        }

        return Definition.Fails is { } rule && rule.Matches(value, errno)
            ? new NativeCallFailedException(LibraryName, Name, rule.Text, value, errno, isFatal: false)
            : null;
    }

    /// <summary>Whether the worker just goes on after each failure that the declaration knows.</summary>
    public bool DecidesNothing =>
        !HasRules
        || ((Definition.Fails is null || Settings.Directives.Of(FailureKind.DeclaredFailure) == FailureDirective.Resume)
            && (Definition.Fatal is null || Settings.Directives.Of(FailureKind.FatalResult) == FailureDirective.Resume));

    /// <summary>What the supervisor has to decide about a failed call; null where the worker just goes on.</summary>
    public WorkerFailure? ToDecide(Exception failure)
    {
        FailureKind? kind = failure switch
        {
            NativeCallFailedException declared => declared.IsFatal ? FailureKind.FatalResult : FailureKind.DeclaredFailure,
            CallFaultedException => FailureKind.Fault,
            CallTimeoutException { HasBegun: true } => FailureKind.Timeout,
            LibraryUnavailableException or StaleHandleException or CallTimeoutException or ArenaFullException => null,
            _ => FailureKind.CallbackError, // A handler's own exception: whatever it threw.
        };
        return kind is { } known && Settings.Directives.Of(known) != FailureDirective.Resume
            ? new WorkerFailure(known, failure)
            : kind == FailureKind.Fault ? new WorkerFailure(FailureKind.Fault, failure) : null;
    }
}
