using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A library as the runtime was told to serve it: validated, with nothing left to parse.</summary>
/// <param name="Name">The name callers use.</param>
/// <param name="Paths">The candidate files, tried in order.</param>
/// <param name="Concurrency">How many calls of the whole library may run at once; null for no limit.</param>
/// <param name="Symbols">The functions.</param>
internal sealed record LibraryDefinition(string Name, ImmutableArray<string> Paths, int? Concurrency, ImmutableArray<SymbolDefinition> Symbols)
{
    /// <inheritdoc cref="LibraryOptions.TotalQueueLimit"/>
    public int? TotalQueueLimit { get; init; }

    /// <inheritdoc cref="LibraryOptions.TotalQueueBytes"/>
    public long TotalQueueBytes { get; init; }

    /// <summary>Whether something is declared for the calls of all symbols together.</summary>
    public bool SharesQueues => Concurrency is not null || TotalQueueLimit is not null || TotalQueueBytes > 0 || Symbols.Any(symbol => symbol.KeyIndex >= 0);
}
