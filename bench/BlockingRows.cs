namespace ActorFfi.Bench;

/// <summary>Calls that sleep a millisecond, sixty-four at a time, against the ideal: the length of one sleep divided by sixty-four.</summary>
internal static class BlockingRows
{
    private const int Callers = 64;

    public static Pair Of(LibraryRef library, string name = "blocking.64x1ms")
    {
        SymbolRef sleep = library["sleep_ms"];
        return new Pair(name, n => SleepAsync(sleep, n), "one sleep divided by 64", Ideal);
    }

    private static async ValueTask SleepAsync(SymbolRef sleep, int operations)
    {
        int each = Math.Max(1, operations / Callers);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallerAsync(sleep, each)));
    }

    private static async Task CallerAsync(SymbolRef sleep, int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            await sleep.CallAsync(1);
        }
    }

    private static ValueTask Ideal(int operations)
    {
        for (int i = 0; i < operations; i += Callers)
        {
            Peer.Sleep(1);
        }

        return default;
    }
}
