namespace ActorFfi;

/// <summary>The settings of one symbol after those of its library were laid beneath them.</summary>
internal sealed record SymbolSettings
{
    /// <inheritdoc cref="LibraryOptions.Threads"/>
    public required ThreadMode Threads { get; init; }

    /// <summary>How many workers are kept when there is nothing to do.</summary>
    public required int MinimumWorkers { get; init; }

    /// <inheritdoc cref="LibraryOptions.Workers"/>
    public required int MaximumWorkers { get; init; }

    /// <inheritdoc cref="LibraryOptions.QueueLimit"/>
    public required int QueueLimit { get; init; }

    /// <inheritdoc cref="LibraryOptions.Overflow"/>
    public required OverflowMode Overflow { get; init; }

    /// <inheritdoc cref="LibraryOptions.IdleTimeout"/>
    public required TimeSpan IdleTimeout { get; init; }

    /// <inheritdoc cref="LibraryOptions.OnFault"/>
    public required FailureDirective OnFault { get; init; }
}
