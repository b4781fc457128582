namespace ActorFfi;

/// <summary>Which libraries' pinned threads wait for which, in handlers of callbacks that block on calls of another library, so that nobody closes a circle of them.</summary>
/// <remarks>Threads: any.</remarks>
internal static class PinnedWaits
{
    private static readonly Lock _gate = new();
    private static readonly List<(LibraryEntry Holder, LibraryEntry Wanted)> _waits = []; // Guarded by _gate.

    /// <summary>Notes that the pinned threads of the calls around this code wait for another one, until <see cref="End"/>.</summary>
    /// <returns>What is given to <see cref="End"/>; empty where no call around this code is on a pinned thread.</returns>
    /// <exception cref="CallRefusedException">That one waits for one of them.</exception>
    public static List<(LibraryEntry Library, string Symbol)> Begin(SymbolEntry symbol)
    {
        List<(LibraryEntry Library, string Symbol)> held = CallHoldings.Threads();
        if (held.Count == 0)
        {
            return held;
        }

        lock (_gate)
        {
            HashSet<LibraryEntry> behind = Behind_NeedsLock(symbol.Library);
            if (held.Find(one => behind.Contains(one.Library)) is { Library: not null } closes)
            {
                throw CallRefusedException.ForCircle(symbol.LibraryName, symbol.Name, closes.Library.Name, closes.Symbol);
            }

            held.ForEach(one => _waits.Add((one.Library, symbol.Library)));
        }

        return held;
    }

    /// <summary>Ends what <see cref="Begin"/> noted.</summary>
    public static void End(SymbolEntry symbol, List<(LibraryEntry Library, string Symbol)> held)
    {
        if (held.Count > 0)
        {
            lock (_gate)
            {
                held.ForEach(one => _waits.Remove((one.Library, symbol.Library)));
            }
        }
    }

    // Those that must be free before this one is, itself included.
    private static HashSet<LibraryEntry> Behind_NeedsLock(LibraryEntry wanted)
    {
        HashSet<LibraryEntry> behind = [wanted];
        bool grows = true;
        while (grows)
        {
            grows = false;
            foreach ((LibraryEntry holder, LibraryEntry next) in _waits)
            {
                grows |= behind.Contains(holder) && behind.Add(next);
            }
        }

        return behind;
    }
}
