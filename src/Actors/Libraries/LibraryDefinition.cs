using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A library as the runtime was told to serve it: validated, with nothing left to parse.</summary>
/// <param name="Name">The name callers use.</param>
/// <param name="Paths">The candidate files, tried in order.</param>
/// <param name="Concurrency">How many calls of the whole library may run at once; null for no limit.</param>
/// <param name="Symbols">The functions.</param>
internal sealed record LibraryDefinition(string Name, ImmutableArray<string> Paths, int? Concurrency, ImmutableArray<SymbolDefinition> Symbols)
{
    /// <summary>The C types that its declarations may name.</summary>
    public required TypeScope Types { get; init; }

    /// <inheritdoc cref="LibraryOptions.DependsOn"/>
    public required ImmutableArray<string> DependsOn { get; init; }

    /// <inheritdoc cref="LibraryOptions.OnStart"/>
    public required ImmutableArray<LifecycleCall> OnStart { get; init; }

    /// <inheritdoc cref="LibraryOptions.OnStop"/>
    public required ImmutableArray<LifecycleCall> OnStop { get; init; }

    /// <inheritdoc cref="LibraryOptions.Critical"/>
    public required bool IsCritical { get; init; }

    /// <inheritdoc cref="LibraryOptions.OnLoadError"/>
    public required FailureDirective OnLoadError { get; init; }

    /// <summary>When the library is started again after a failure.</summary>
    public required RestartPolicy Restart { get; init; }

    /// <inheritdoc cref="LibraryOptions.WaitWhileUnavailable"/>
    public required TimeSpan WaitWhileUnavailable { get; init; }

    /// <inheritdoc cref="LibraryOptions.StopTimeout"/>
    public required TimeSpan StopTimeout { get; init; }

    /// <inheritdoc cref="LibraryOptions.MaxAbandoned"/>
    public required int MaxAbandoned { get; init; }

    /// <inheritdoc cref="LibraryOptions.KeepLoaded"/>
    public bool KeepLoaded { get; init; }

    /// <summary>The SHA-256 that the file must have, in hexadecimal; null for any file.</summary>
    public string? Sha256 { get; init; }

    /// <inheritdoc cref="LibraryOptions.TotalQueueLimit"/>
    public int? TotalQueueLimit { get; init; }

    /// <inheritdoc cref="LibraryOptions.TotalQueueBytes"/>
    public long TotalQueueBytes { get; init; }

    /// <summary>How the library is placed in guests; null for one that runs in the service.</summary>
    public IsolationSettings? Isolation { get; init; }

    /// <summary>Whether something is declared for the calls of all symbols together.</summary>
    public bool SharesQueues => Concurrency is not null || TotalQueueLimit is not null || TotalQueueBytes > 0 || Symbols.Any(symbol => symbol.KeyIndex >= 0);
}
