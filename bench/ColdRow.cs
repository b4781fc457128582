using System.Diagnostics;

namespace ActorFfi.Bench;

/// <summary>Calls that sleep a millisecond, sixty-four at a time, over the first half second of a symbol that has no worker yet, against the ideal.</summary>
internal static class ColdRow
{
    public const string Name = "blocking.64x1ms.cold";

    private const int Callers = 64;
    private const int Rounds = 5;

    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(500);

    /// <summary>Declares a symbol for each round, so that each begins from nothing; the first one warms the code up.</summary>
    public static LibraryBuilder Declare(LibraryBuilder library)
    {
        for (int round = 0; round <= Rounds; round++)
        {
            string alias = Alias(round);
            library.Declare("int32_t sleep_ms(int32_t milliseconds);", symbol => symbol.Alias(alias));
        }

        return library.Workers(0, Callers);
    }

    public static async Task<Row> MeasureAsync(LibraryRef library)
    {
        double[] values = new double[Rounds];
        double[] peerValues = new double[Rounds];
        await RoundAsync(library[Alias(Rounds)]);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long calls = 0;
        for (int round = 0; round < Rounds; round++)
        {
            (values[round], long ofRound) = await RoundAsync(library[Alias(round)]);
            calls += ofRound;
            peerValues[round] = Ideal();
        }

        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        double value = values.Order().ElementAt(Rounds / 2);
        double peer = peerValues.Order().ElementAt(Rounds / 2);
        return new Row(Name, Math.Round(value, 2), Math.Round((double)bytes / calls, 2), "one sleep divided by 64", Math.Round(peer, 2), Math.Round(value / peer, 3));
    }

    private static async Task<(double Nanoseconds, long Calls)> RoundAsync(SymbolRef sleep)
    {
        long start = Stopwatch.GetTimestamp();
        long[] calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallerAsync(sleep, start)));
        return (Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls.Sum(), calls.Sum());
    }

    private static async Task<long> CallerAsync(SymbolRef sleep, long start)
    {
        long calls = 0;
        while (Stopwatch.GetElapsedTime(start) < Length)
        {
            await sleep.CallAsync(1);
            calls++;
        }

        return calls;
    }

    private static double Ideal()
    {
        long start = Stopwatch.GetTimestamp();
        long sleeps = 0;
        while (Stopwatch.GetElapsedTime(start) < Length)
        {
            Peer.Sleep(1);
            sleeps++;
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / sleeps / Callers;
    }

    private static string Alias(int round) => $"sleep{round}";
}
