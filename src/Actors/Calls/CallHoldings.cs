namespace ActorFfi;

/// <summary>What the calls hold that wait for this code: places under limits, turns of keys, a pinned thread.</summary>
/// <remarks>
/// A call that is made from within a callback must not wait for what the calls around it hold, because these wait for the callback. They are
/// found from the callback outwards, on this thread and on the one that handed it over, or in the guest that called back.
/// </remarks>
internal static class CallHoldings
{
    /// <summary>The symbol whose call holds a place under a limit; null for none.</summary>
    public static string? HolderOf(ConcurrencyLimit limit) => HolderOf(limit, NativeCallScope.Innermost);

    /// <summary>The same as seen from a callback within some call.</summary>
    public static string? HolderOf(ConcurrencyLimit limit, NativeCallScope? from)
    {
        for (NativeCallScope? scope = from; scope is not null; scope = scope.Outer)
        {
            if (scope.Function is { } function && LibraryOf(function) is { } library && library.LimitsOf(function.Plan).Contains(limit))
            {
                return function.Plan.Declaration.Name;
            }
        }

        return null;
    }

    /// <summary>The symbol whose call holds the turn of any key; null for none.</summary>
    public static string? HolderOfAnyKey() => HolderOfKey(NativeCallScope.Innermost, HasKey);

    /// <summary>The symbol whose call holds the turn of a line, as seen from a callback within some call; null for none. Needs the lock of the line's group.</summary>
    public static string? HolderOf(KeyLine line, NativeCallScope? from) => HolderOfKey(from, held => Holds(held, line));

    private static string? HolderOfKey(NativeCallScope? from, Predicate<object?> isIt)
    {
        string? inner = null; // What is held belongs to the call within.
        for (NativeCallScope? scope = from; scope is not null; scope = scope.Outer)
        {
            inner = scope.Function?.Plan.Declaration.Name ?? inner;
            if (isIt(scope.Held))
            {
                return inner;
            }
        }

        return null;
    }

    /// <summary>Whether a call holds the turn of a line; needs the lock of the line's group.</summary>
    public static bool Holds(KeyLine line) => Holds(line, NativeCallScope.Innermost);

    /// <summary>The same as seen from a callback within some call.</summary>
    public static bool Holds(KeyLine line, NativeCallScope? from)
    {
        for (NativeCallScope? scope = from; scope is not null; scope = scope.Outer)
        {
            if (Holds(scope.Held, line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The symbol whose call blocks the pinned thread that a call of another symbol needs; null for none.</summary>
    public static string? HolderOfThread(SymbolEntry symbol) => HolderOfThread(symbol, NativeCallScope.Innermost);

    /// <summary>The same as seen from a callback within some call.</summary>
    public static string? HolderOfThread(SymbolEntry symbol, NativeCallScope? from)
    {
        if (!symbol.Library.IsPinned(symbol.Plan))
        {
            return null;
        }

        for (NativeCallScope? scope = from; scope is not null; scope = scope.Outer)
        {
            if (scope.Function is { } function && LibraryOf(function) == symbol.Library && symbol.Library.IsPinned(function.Plan))
            {
                return function.Plan.Declaration.Name;
            }
        }

        return null;
    }

    /// <summary>The libraries whose pinned threads calls block that wait for this code, each with the symbol of its innermost one.</summary>
    public static List<(LibraryEntry Library, string Symbol)> Threads()
    {
        List<(LibraryEntry Library, string Symbol)> held = [];
        for (NativeCallScope? scope = NativeCallScope.Innermost; scope is not null; scope = scope.Outer)
        {
            if (scope.Function is { } function && LibraryOf(function) is { } library && library.IsPinned(function.Plan) && library.Guests is not { HasOneGuest: false } && !held.Exists(one => one.Library == library))
            {
                held.Add((library, function.Plan.Declaration.Name));
            }
        }

        return held;
    }

    /// <summary>The call that waits for this code, which is the handler of a callback; null where none does.</summary>
    public static NativeCallScope? InnermostCall()
    {
        NativeCallScope? scope = NativeCallScope.Innermost;
        while (scope is { Function: null })
        {
            scope = scope.Outer;
        }

        return scope;
    }

    /// <summary>The workers whose calls wait for a callback within a call.</summary>
    public static List<BlockedWorker> Workers(NativeCallScope from)
    {
        List<BlockedWorker> workers = [];
        string? inner = null;
        for (NativeCallScope? scope = from; scope is not null; scope = scope.Outer)
        {
            inner = scope.Function?.Plan.Declaration.Name ?? inner;
            if ((scope.Held ?? scope.Owner) is CallWorker worker)
            {
                workers.Add(new BlockedWorker(worker, worker.Current, inner));
            }
        }

        return workers;
    }

    private static LibraryEntry? LibraryOf(NativeFunction function) => (function.Generation.Calls as ForeignCalls)?.Library;

    // A worker whose call runs in a guest stands for what its call holds.
    private static bool HasKey(object? held) => held switch
    {
        KeyLine => true,
        CallBatch batch => batch.HasKeys,
        CallWorker worker => HasKey(worker.Line ?? (object?)worker.Batch),
        _ => false,
    };

    private static bool Holds(object? held, KeyLine line) => held switch
    {
        KeyLine one => one == line,
        CallBatch batch => batch.Holds(line),
        CallWorker worker => Holds(worker.Line ?? (object?)worker.Batch, line),
        _ => false,
    };
}
