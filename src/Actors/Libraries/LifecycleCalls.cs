namespace ActorFfi;

/// <summary>Makes the calls of a library's start or end, on the thread that opens and closes it.</summary>
internal static class LifecycleCalls
{
    /// <summary>Makes the calls in order.</summary>
    /// <exception cref="LibraryStartException">One of them failed; the rest was not made.</exception>
    public static void Run(LibraryEntry library, LoadedLibrary loaded, LibraryGeneration generation, IEnumerable<LifecycleCall> calls)
    {
        foreach (LifecycleCall call in calls)
        {
            SymbolEntry symbol = library.Symbols[call.Symbol];
            Exception? failure = Make(symbol, call, loaded, generation);
            if (failure is not null)
            {
                throw new LibraryStartException(library.Name, call.ToString(), failure);
            }
        }
    }

    // An optional symbol that the library lacks has nothing to prepare. What a callback throws is the failure of its call, whatever it is.
    private static Exception? Make(SymbolEntry symbol, LifecycleCall call, LoadedLibrary loaded, LibraryGeneration generation)
    {
        try
        {
            if (LibraryOpening.Function(symbol, loaded, generation) is not { } function)
            {
                return null;
            }

            NativeValue value = function.InvokeAnyway(call.Arguments.AsSpan(), out int errno);
            return symbol.FailureOf(value, errno);
        }
        catch (Exception failure)
        {
            return failure;
        }
    }
}
