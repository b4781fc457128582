namespace ActorFfi;

/// <summary>Counts what supervisors start again.</summary>
internal static class RestartTelemetry
{
    private const string ScopeTag = "scope";

    /// <summary>A worker was started again after it failed.</summary>
    public static void WorkerRestarted(SymbolEntry symbol, string worker)
    {
        Count(symbol.Library, symbol.Name, [symbol.Tags.Library, symbol.Tags.Symbol, new(ScopeTag, "worker")]);
        RuntimeLog.WorkerRestarted(symbol.Library.Logger, symbol.LibraryName, symbol.Name, worker);
    }

    /// <summary>A library was started again.</summary>
    public static void LibraryRestarted(LibraryEntry library) =>
        Count(library, "", [new(SymbolTags.LibraryTag, library.Name), new(ScopeTag, "library")]);

    /// <summary>A guest that died is replaced by another.</summary>
    public static void GuestReplaced(LibraryEntry library) =>
        Count(library, "", [new(SymbolTags.LibraryTag, library.Name), new(ScopeTag, "guest")]);

    // A listener that throws must not fail the actor that restarts.
    private static void Count(LibraryEntry library, string symbol, KeyValuePair<string, object?>[] tags)
    {
        try
        {
            FfiInstruments.Restarts.Add(1, tags);
        }
        catch (Exception thrown)
        {
            RuntimeLog.ListenerThrew(library.Logger, library.Name, symbol, thrown);
        }
    }
}
