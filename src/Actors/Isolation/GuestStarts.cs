namespace ActorFfi;

/// <summary>What the guests of a library are started with.</summary>
internal static class GuestStarts
{
    private const int MostLanes = 512;

    // Synchronous callers have no workers whose number says how many lanes they need.
    private const int SynchronousLanes = 16;

    /// <summary>The start of one guest.</summary>
    public static GuestStart Of(LibraryEntry library, int number, Arena arena)
    {
        LibraryDefinition definition = library.Definition;
        IsolationSettings isolation = definition.Isolation!;
        return new GuestStart
        {
            Library = library.Name,
            GenerationNumber = number,
            Arena = arena,
            Candidates = [.. definition.Paths],
            Symbols = SymbolsOf(library),
            Sha256 = definition.Sha256,
            Lanes = LanesOf(definition),
            Environment = isolation.Environment,
            MemoryLimit = isolation.MemoryLimit ?? 0,
            ForeignCalls = new ForeignCalls(library),
        };
    }

    /// <summary>How many threads a guest may need: one where the library is pinned to one.</summary>
    public static int LanesOf(LibraryDefinition definition) => definition.Symbols.Any(symbol => symbol.Settings.Threads == ThreadMode.Pinned)
        ? 1
        : (int)Math.Min(MostLanes, definition.Symbols.Sum(symbol => (long)symbol.Settings.MaximumWorkers) + SynchronousLanes);

    private static List<GuestSymbol> SymbolsOf(LibraryEntry library)
    {
        List<GuestSymbol> symbols = [.. library.SymbolsInOrder.Select(symbol => new GuestSymbol(
            symbol.Definition.Declaration, symbol.IsVariable ? null : symbol.Plan, symbol.Definition.Frees is { } frees ? LibraryOpening.ReleaseDeclaration(frees).Name : null))];
        IEnumerable<SymbolDeclaration> releases = library.Definition.Symbols
            .Where(symbol => symbol.Frees is not null)
            .Select(symbol => LibraryOpening.ReleaseDeclaration(symbol.Frees!))
            .DistinctBy(release => release.Name);
        symbols.AddRange(releases.Select(release => new GuestSymbol(release, new CallPlan(library.Name, release) { IsIsolated = true })));
        return symbols;
    }
}
