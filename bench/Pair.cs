using System.Diagnostics;

namespace ActorFfi.Bench;

/// <summary>Two ways to the same result, measured in turn, so that a drifting machine drifts under both.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Subject">This library's way.</param>
/// <param name="PeerName">The other way, in words.</param>
/// <param name="Peer">The other way.</param>
internal sealed record Pair(string Name, Side Subject, string PeerName, Side Peer)
{
    private const int Rounds = 9;

    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(50);

    /// <summary>The fewest operations of a round; one is so long that the default would take minutes.</summary>
    public int FewestOperations { get; init; } = 64;

    /// <summary>How long each side is warmed up; long where much code is to be compiled for good, as that of a server.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(450);

    /// <summary>Warms both sides up, then measures them in turn.</summary>
    public async Task<Row> MeasureAsync()
    {
        int operations = await CalibrateAsync(Subject);
        int peerOperations = await CalibrateAsync(Peer);
        double[] values = new double[Rounds];
        double[] peerValues = new double[Rounds];
        long bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            values[round] = await TimeAsync(Subject, operations);
            bytes += GC.GetTotalAllocatedBytes(precise: true) - before;
            peerValues[round] = await TimeAsync(Peer, peerOperations);
        }

        double value = Median(values);
        double peerValue = Median(peerValues);
        return new Row(Name, Math.Round(value, 2), Math.Round((double)bytes / operations / Rounds, 2), PeerName, Math.Round(peerValue, 2), Math.Round(value / peerValue, 3));
    }

    // Doubles until a round is long enough, which also lets the runtime compile the hot path for good.
    private async Task<int> CalibrateAsync(Side side)
    {
        int operations = FewestOperations;
        long start = Stopwatch.GetTimestamp();
        double nanoseconds = await TimeAsync(side, operations);
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            operations = (int)Math.Clamp(RoundLength.TotalNanoseconds / 4 / nanoseconds, FewestOperations, 100_000_000);
            nanoseconds = await TimeAsync(side, operations);
        }

        return (int)Math.Clamp(RoundLength.TotalNanoseconds / nanoseconds, FewestOperations, 100_000_000);
    }

    private static async Task<double> TimeAsync(Side side, int operations)
    {
        long start = Stopwatch.GetTimestamp();
        await side(operations);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
