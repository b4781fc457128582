namespace ActorFfi.Bench;

/// <summary>What a call does about telemetry while nobody listens, which is to ask whether somebody does, against the whole call.</summary>
/// <remarks>The pairs are those calls that take least, so that it is the largest part of any.</remarks>
internal static class TelemetryRows
{
    private const int Outstanding = 64;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150); // The peers are warm already.

    public static IEnumerable<Pair> Of(LibraryRef dedicated, LibraryRef shared)
    {
        SymbolRef synchronous = dedicated["add_i32"];
        SymbolRef nonblocking = shared["add_i32"];
        ValueTask<NativeReply>[] promises = new ValueTask<NativeReply>[Outstanding];
        yield return new Pair("telemetry.unheard.sync", AskSynchronous, "sync.add_i32", n => SynchronousRows.Add(synchronous, n)) { WarmUp = Short };
        yield return new Pair("telemetry.unheard", AskNonblocking, "nonblocking.64.shared", n => NonblockingRows.ManyAsync(nonblocking, promises, n)) { WarmUp = Short };
    }

    private static ValueTask AskSynchronous(int operations)
    {
        int barrier = 0; // Read between two questions, so that each is asked.
        for (int i = 0; i < operations; i++)
        {
            if (FfiInstruments.AreSynchronousCallsWatched | Volatile.Read(ref barrier) != 0)
            {
                throw new InvalidOperationException("Somebody listens, which is not what is measured.");
            }
        }

        return default;
    }

    private static ValueTask AskNonblocking(int operations)
    {
        int barrier = 0; // Read between two questions, so that each is asked.
        for (int i = 0; i < operations; i++)
        {
            if (FfiInstruments.AreWatched | Volatile.Read(ref barrier) != 0)
            {
                throw new InvalidOperationException("Somebody listens, which is not what is measured.");
            }
        }

        return default;
    }
}
