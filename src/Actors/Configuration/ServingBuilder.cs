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
    public TBuilder Workers(int workers) => Set(_options.Workers = workers);

    /// <inheritdoc cref="ServingOptions.QueueLimit"/>
    public TBuilder QueueLimit(int calls) => Set(_options.QueueLimit = calls);

    /// <inheritdoc cref="ServingOptions.Overflow"/>
    public TBuilder Overflow(OverflowMode overflow) => Set(_options.Overflow = overflow);

    /// <inheritdoc cref="ServingOptions.IdleTimeout"/>
    public TBuilder IdleTimeout(TimeSpan timeout) => Set(_options.IdleTimeout = timeout);

    /// <inheritdoc cref="ServingOptions.Errno"/>
    public TBuilder Errno(bool isCaptured = true) => Set(_options.Errno = isCaptured);

    /// <inheritdoc cref="ServingOptions.OnFault"/>
    public TBuilder OnFault(FailureDirective directive) => Set(_options.OnFault = directive);

    // Takes the value of an assignment, so that each setting is one expression.
    private protected TBuilder Set<T>(T assigned) => (TBuilder)this;
}
