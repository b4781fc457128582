namespace ActorFfi;

/// <summary>Keeps the handler of a callback from waiting for a place that the call around it holds.</summary>
internal static class CallbackDeadlock
{
    /// <summary>Takes places under limits; blocks until there is room, unless that can never come.</summary>
    /// <exception cref="CallbackDeadlockException">A call that waits for this thread's callback holds a place, and none is free.</exception>
    public static void Enter(LimitSet limits, LibraryEntry library, string symbol)
    {
        if (HolderAmongCallers(limits, library) is not { } holder)
        {
            limits.Enter(library.Name, symbol);
        }
        else if (!limits.TryEnter())
        {
            throw new CallbackDeadlockException(library.Name, symbol, holder);
        }
    }

    /// <summary>Refuses to wait for a pinned thread that is blocked in the very call whose callback this thread runs.</summary>
    /// <exception cref="CallbackDeadlockException">It is.</exception>
    public static void RefuseWaitForPinnedThread(SymbolEntry symbol)
    {
        for (NativeCallScope? scope = NativeCallScope.Innermost; scope is not null; scope = scope.Outer)
        {
            if (scope.Function is { } function && function.Generation.Library == symbol.LibraryName && symbol.Library.IsPinned(function.Plan))
            {
                throw CallbackDeadlockException.OnPinnedThread(symbol.LibraryName, symbol.Name, function.Plan.Declaration.Name);
            }
        }
    }

    private static string? HolderAmongCallers(LimitSet limits, LibraryEntry library)
    {
        for (NativeCallScope? scope = NativeCallScope.Innermost; scope is not null; scope = scope.Outer)
        {
            if (scope.Function is { } function && function.Generation.Library == library.Name && library.LimitsOf(function.Plan).Shares(limits))
            {
                return function.Plan.Declaration.Name;
            }
        }

        return null;
    }
}
