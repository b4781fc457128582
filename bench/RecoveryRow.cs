using System.Diagnostics;
using System.Globalization;

namespace ActorFfi.Bench;

/// <summary>From a faulting call's submission to the next call's reply, against the notice of the same guest's death by its pidfd alone.</summary>
internal static class RecoveryRow
{
    private const int Rounds = 15;

    /// <summary>Declares the library; its budget allows all the deaths, and nothing is refused.</summary>
    public static LibraryBuilder Declare(LibraryBuilder library, string file, int spares) => IsolatedRows.Declare(library, file)
        .Spares(spares)
        .PoisonAfter(0)
        .RestartLimit(int.MaxValue)
        .RestartDelay(TimeSpan.FromMilliseconds(1))
        .RestartMaximumDelay(TimeSpan.FromMilliseconds(1))
        .Declare("int32_t crash_null_write(int32_t value);");

    public static async Task<Row> MeasureAsync(LibraryRef library, string name, int spares)
    {
        double[] values = new double[Rounds];
        double[] peerValues = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            while (library.Guests.Count != 1 + spares || library.State != LibraryState.Ready)
            {
                await Task.Delay(1);
            }

            await library["add_i32"].CallAsync(1, 1);
            await Task.Delay(20);
            int guest = library.Guests.Single(one => !one.IsSpare).ProcessId;
            using ProcessWatch watch = new(guest);
            long start = Stopwatch.GetTimestamp();
            Task<NativeReply> crash = library["crash_null_write"].TryCallAsync(1).AsTask();
            await crash;
            await library["add_i32"].CallAsync(1, 1);
            values[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            peerValues[round] = Stopwatch.GetElapsedTime(start, await watch.EndedAt).TotalNanoseconds;
        }

        double value = values.Order().ElementAt(Rounds / 2);
        double peer = peerValues.Order().ElementAt(Rounds / 2);
        string what = string.Create(CultureInfo.InvariantCulture, $"notice of the death by pidfd, {spares} spare");
        return new Row(name, Math.Round(value, 2), 0, what, Math.Round(peer, 2), Math.Round(value / peer, 3));
    }
}
