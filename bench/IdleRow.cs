using System.Diagnostics;

namespace ActorFfi.Bench;

/// <summary>Single calls ten milliseconds apart, when both sides sleep: the time in the call alone, against the same by a socket.</summary>
internal static class IdleRow
{
    public const string Name = "isolated.sequential.idle";

    private const int Calls = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task<Row> MeasureAsync(LibraryRef library, SocketRpc rpc)
    {
        SymbolRef add = library["add_i32"];
        double[] values = new double[Calls];
        double[] peerValues = new double[Calls];
        long bytes = 0;
        for (int i = 0; i < Calls; i++)
        {
            await Task.Delay(Pause);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            long start = Stopwatch.GetTimestamp();
            await add.CallAsync(i, 1);
            values[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            bytes += GC.GetTotalAllocatedBytes(precise: true) - before;
            await Task.Delay(Pause);
            start = Stopwatch.GetTimestamp();
            await rpc.AddAsync(i, 1);
            peerValues[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }

        double value = values.Order().ElementAt(Calls / 2);
        double peer = peerValues.Order().ElementAt(Calls / 2);
        return new Row(Name, Math.Round(value, 2), Math.Round((double)bytes / Calls, 2), "Unix-socket RPC to a child", Math.Round(peer, 2), Math.Round(value / peer, 3));
    }
}
