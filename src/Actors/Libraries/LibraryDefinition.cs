using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A library as the runtime was told to serve it: validated, with nothing left to parse.</summary>
/// <param name="Name">The name callers use.</param>
/// <param name="Paths">The candidate files, tried in order.</param>
/// <param name="Concurrency">How many calls of the whole library may run at once; null for no limit.</param>
/// <param name="Symbols">The functions.</param>
internal sealed record LibraryDefinition(string Name, ImmutableArray<string> Paths, int? Concurrency, ImmutableArray<SymbolDefinition> Symbols)
{
    /// <summary>The SHA-256 that the file must have, in hexadecimal; null for any file.</summary>
    public string? Sha256 { get; init; }
}
