namespace ActorFfi;

/// <summary>The methods that the builders of libraries and of symbols share; each sets the option of its name.</summary>
/// <typeparam name="TBuilder">The builder itself.</typeparam>
public abstract class ServingBuilder<TBuilder>
    where TBuilder : ServingBuilder<TBuilder>
{
    private readonly ServingOptions _options;

    private protected ServingBuilder(ServingOptions options)
    {
        _options = options;
    }

    /// <inheritdoc cref="ServingOptions.Threads"/>
    public TBuilder Threads(ThreadMode threads) => Set(_options.Threads = threads);

    /// <inheritdoc cref="ServingOptions.Workers"/>
    /// <param name="workers">The most; the fewest are none.</param>
    public TBuilder Workers(int workers) => Set(_options.Workers = workers);

    /// <inheritdoc cref="ServingOptions.Workers"/>
    /// <param name="min">How many are kept when there is nothing to do.</param>
    /// <param name="max">How many nonblocking calls run at once.</param>
    public TBuilder Workers(int min, int max) => Set(_options.Workers = new WorkerRange(min, max));

    /// <inheritdoc cref="ServingOptions.GrowAfter"/>
    public TBuilder GrowAfter(TimeSpan wait) => Set(_options.GrowAfter = wait);

    /// <inheritdoc cref="ServingOptions.QueueLimit"/>
    public TBuilder QueueLimit(int calls) => Set(_options.QueueLimit = calls);

    /// <inheritdoc cref="ServingOptions.QueueBytes"/>
    public TBuilder QueueBytes(long bytes) => Set(_options.QueueBytes = bytes);

    /// <inheritdoc cref="ServingOptions.Overflow"/>
    public TBuilder Overflow(OverflowMode overflow) => Set(_options.Overflow = overflow);

    /// <inheritdoc cref="ServingOptions.IdleTimeout"/>
    public TBuilder IdleTimeout(TimeSpan timeout) => Set(_options.IdleTimeout = timeout);

    /// <inheritdoc cref="ServingOptions.Errno"/>
    public TBuilder Errno(bool isCaptured = true) => Set(_options.Errno = isCaptured);

    /// <inheritdoc cref="ServingOptions.Timeout"/>
    public TBuilder Timeout(TimeSpan timeout) => Set(_options.Timeout = timeout);

    /// <inheritdoc cref="ServingOptions.Timings"/>
    public TBuilder Timings(bool areMeasured = true) => Set(_options.Timings = areMeasured);

    /// <inheritdoc cref="ServingOptions.OnFault"/>
    public TBuilder OnFault(FailureDirective directive) => Set(_options.OnFault = directive);

    /// <inheritdoc cref="ServingOptions.OnDeclaredFailure"/>
    public TBuilder OnDeclaredFailure(FailureDirective directive) => Set(_options.OnDeclaredFailure = directive);

    /// <inheritdoc cref="ServingOptions.OnFatalResult"/>
    public TBuilder OnFatalResult(FailureDirective directive) => Set(_options.OnFatalResult = directive);

    /// <inheritdoc cref="ServingOptions.OnCallbackError"/>
    public TBuilder OnCallbackError(FailureDirective directive) => Set(_options.OnCallbackError = directive);

    /// <inheritdoc cref="ServingOptions.OnTimeout"/>
    public TBuilder OnTimeout(FailureDirective directive) => Set(_options.OnTimeout = directive);

    /// <inheritdoc cref="ServingOptions.OnCrash"/>
    public TBuilder OnCrash(FailureDirective directive) => Set(_options.OnCrash = directive);

    /// <inheritdoc cref="ServingOptions.Retry"/>
    public TBuilder Retry(int times) => Set(_options.Retry = times);

    /// <inheritdoc cref="ServingOptions.PoisonAfter"/>
    public TBuilder PoisonAfter(int deaths) => Set(_options.PoisonAfter = deaths);

    /// <inheritdoc cref="ServingOptions.Killable"/>
    public TBuilder Killable(bool isKillable = true) => Set(_options.Killable = isKillable);

    // Takes the value of an assignment, so that each setting is one expression.
    private protected TBuilder Set<T>(T assigned) => (TBuilder)this;
}
