namespace ActorFfi;

/// <summary>The settings of one symbol after those of its library, and the defaults, were laid beneath them.</summary>
internal sealed record SymbolSettings
{
    /// <inheritdoc cref="ServingOptions.Threads"/>
    public required ThreadMode Threads { get; init; }

    /// <inheritdoc cref="ServingOptions.Workers"/>
    public required WorkerRange Workers { get; init; }

    /// <summary>How many workers are kept when there is nothing to do.</summary>
    public int MinimumWorkers => Workers.Min;

    /// <summary>How many nonblocking calls run at once.</summary>
    public int MaximumWorkers => Workers.Max;

    /// <inheritdoc cref="ServingOptions.QueueLimit"/>
    public required int QueueLimit { get; init; }

    /// <inheritdoc cref="ServingOptions.QueueBytes"/>
    public required long QueueBytes { get; init; }

    /// <inheritdoc cref="ServingOptions.GrowAfter"/>
    public required TimeSpan GrowAfter { get; init; }

    /// <inheritdoc cref="ServingOptions.Overflow"/>
    public required OverflowMode Overflow { get; init; }

    /// <inheritdoc cref="ServingOptions.IdleTimeout"/>
    public required TimeSpan IdleTimeout { get; init; }

    /// <inheritdoc cref="ServingOptions.Errno"/>
    public bool Errno { get; init; }

    /// <inheritdoc cref="ServingOptions.Timeout"/>
    public required TimeSpan Timeout { get; init; }

    /// <inheritdoc cref="ServingOptions.Timings"/>
    public required bool Timings { get; init; }

    /// <inheritdoc cref="ServingOptions.Retry"/>
    public int Retry { get; init; }

    /// <inheritdoc cref="ServingOptions.PoisonAfter"/>
    public int PoisonAfter { get; init; }

    /// <inheritdoc cref="ServingOptions.Killable"/>
    public bool IsKillable { get; init; }

    /// <summary>What the supervisor does about each kind of failure.</summary>
    public required FailureDirectives Directives { get; init; }

    /// <summary>The settings of a symbol in its library.</summary>
    public static SymbolSettings Of(ServingOptions symbol, ServingOptions library) => new()
    {
        Threads = Effective(symbol, library, options => options.Threads),
        Workers = Effective(symbol, library, options => options.Threads) == ThreadMode.Pinned ? 1 : Effective(symbol, library, options => options.Workers),
        GrowAfter = Effective(symbol, library, options => options.GrowAfter),
        QueueLimit = Effective(symbol, library, options => options.QueueLimit),
        QueueBytes = Effective(symbol, library, options => options.QueueBytes),
        Overflow = Effective(symbol, library, options => options.Overflow),
        IdleTimeout = Effective(symbol, library, options => options.IdleTimeout),
        Errno = Effective(symbol, library, options => options.Errno),
        Timeout = Effective(symbol, library, options => options.Timeout),
        Timings = Effective(symbol, library, options => options.Timings),
        Retry = Effective(symbol, library, options => options.Retry),
        PoisonAfter = Effective(symbol, library, options => options.PoisonAfter),
        IsKillable = Effective(symbol, library, options => options.Killable),
        Directives = DirectivesOf(symbol, library),
    };

    private static FailureDirectives DirectivesOf(ServingOptions symbol, ServingOptions library) => new(
        Effective(symbol, library, options => options.OnFault),
        Effective(symbol, library, options => options.OnDeclaredFailure),
        Effective(symbol, library, options => options.OnFatalResult),
        Effective(symbol, library, options => options.OnCallbackError),
        Effective(symbol, library, options => options.OnTimeout),
        Effective(symbol, library, options => options.OnCrash));

    private static T Effective<T>(ServingOptions symbol, ServingOptions library, Func<ServingOptions, T?> setting)
        where T : struct => setting(symbol) ?? setting(library) ?? setting(ServingOptions.Defaults)!.Value;
}
