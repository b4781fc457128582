namespace ActorFfi;

/// <summary>What the runtime holds of one declared symbol: its plan, its queue, and the function while the library is ready.</summary>
/// <remarks>Threads: everything is immutable or volatile. It outlives every incarnation of the symbol's actor.</remarks>
internal sealed class SymbolEntry
{
    private volatile NativeFunction? _function;
    private volatile NativeFunction? _directFunction;
    private volatile bool _isAbsent;
    private readonly bool _isForeign;

    public SymbolEntry(LibraryEntry library, SymbolDefinition definition, Lock gate, LimitSet limits)
    {
        Library = library;
        Definition = definition;
        Limits = limits;
        Plan = new CallPlan(library.Name, definition.Declaration);
        Mailbox = new Mailbox(definition.Settings, gate, limits);
        IsNonblocking = definition.Declaration.Nonblocking != false;
    }

    /// <summary>What calls a function that the library gave out: it has the queue, and so the workers, of one of its symbols.</summary>
    public SymbolEntry(SymbolEntry carrier, NativeFunction function)
    {
        Library = carrier.Library;
        Definition = carrier.Definition with { Declaration = function.Plan.Declaration, Fails = null, Frees = null };
        Limits = carrier.Limits;
        Plan = function.Plan;
        Mailbox = carrier.Mailbox;
        IsNonblocking = true;
        _isForeign = true;
        _function = function;
    }

    /// <summary>The library that the symbol belongs to.</summary>
    public LibraryEntry Library { get; }

    /// <summary>The declaration, its rules and its settings.</summary>
    public SymbolDefinition Definition { get; }

    /// <summary>What is precomputed of the declaration.</summary>
    public CallPlan Plan { get; }

    /// <summary>The queue of the symbol's nonblocking calls.</summary>
    public Mailbox Mailbox { get; }

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

    /// <summary>Whether nonblocking calls are allowed.</summary>
    public bool IsNonblocking { get; }

    /// <summary>The function; null while the library is not ready, and where an optional symbol is absent.</summary>
    public NativeFunction? Function => _function;

    /// <summary>The function where a synchronous call needs to do nothing but call it; otherwise null.</summary>
    public NativeFunction? DirectFunction => _directFunction;

    /// <summary>Whether the symbol is optional and the loaded library lacks it.</summary>
    public bool IsAbsent => _isAbsent;

    /// <summary>Refuses nonblocking calls of a symbol that is declared without them.</summary>
    /// <exception cref="NotSupportedException">It is.</exception>
    public void DemandNonblocking()
    {
        if (!IsNonblocking)
        {
            throw new NotSupportedException($"Symbol '{Name}' of library '{LibraryName}' is declared for synchronous calls only and cannot be called nonblocking. Use Invoke.");
        }
    }

    /// <summary>Notes that the loaded library lacks the optional symbol.</summary>
    public void MarkAbsent() => _isAbsent = true;

    /// <summary>Makes the function callable, or takes it away.</summary>
    public void Publish(NativeFunction? function)
    {
        bool isDirect = Limits.IsEmpty && Definition.Fails is null && Definition.Declaration.Nonblocking != true;
        _function = function;
        _directFunction = isDirect ? function : null;
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

        if (_isForeign && function.Generation.HasEnded)
        {
            errno = 0;
            failure = new StaleHandleException(nameof(ForeignFunction), function.Generation);
            return default;
        }

        NativeValue value = function.Run(arguments, out errno, out failure);
        failure ??= Definition.Fails is null ? null : FailureOf(value, errno);
        return value;
    }

    /// <summary>What the declaration says of a result: null where it is none of its failures.</summary>
    public Exception? FailureOf(in NativeValue value, int errno) => Definition.Fails is { } rule && rule.Matches(value, errno)
        ? new NativeCallFailedException(LibraryName, Name, rule.Text, value, errno)
        : null;
}
