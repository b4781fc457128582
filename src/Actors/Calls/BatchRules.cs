namespace ActorFfi;

/// <summary>Which calls may run in one batch: those that one worker may run without waiting for anything between them.</summary>
internal static class BatchRules
{
    /// <summary>Refuses a call that does not fit the first one.</summary>
    /// <exception cref="ArgumentException">It is one of another library, thread or limit.</exception>
    /// <exception cref="NotSupportedException">It is declared for synchronous calls only.</exception>
    public static void Check(LibraryEntry library, NativeCall first, NativeCall call)
    {
        SymbolEntry symbol = call.Symbol;
        if (symbol.Library.Events != library.Events) // Which one declaration of it leaves to the next, at any moment.
        {
            throw new ArgumentException($"Call '{call.SymbolName}' belongs to library '{call.LibraryName}' and cannot run in a batch of library '{library.Name}'. Make a batch for each library.");
        }

        symbol.DemandNonblocking();
        if (symbol.PinnedThread != first.Symbol.PinnedThread)
        {
            throw new ArgumentException($"Calls '{first.SymbolName}' and '{call.SymbolName}' of library '{library.Name}' cannot run in one batch, because one of them is pinned and the other is not. Declare 'Threads' alike for both, or call them apart.");
        }

        if (!symbol.Limits.IsWithin(first.Symbol.Limits))
        {
            throw new ArgumentException($"Call '{call.SymbolName}' of library '{library.Name}' cannot run in a batch behind '{first.SymbolName}', because it has a 'Concurrency' of its own. Put it first, declare 'Concurrency' for the library, or call it apart.");
        }
    }
}
