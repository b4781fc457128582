using System.Diagnostics;
using System.Globalization;

namespace ActorFfi.Bench;

/// <summary>What a guest costs that has been called and has nothing to do now, against the most that it may.</summary>
internal static class IdleGuestRows
{
    public const string Processor = "isolated.idle.cpu";
    public const string Resident = "isolated.idle.resident";

    private const int Calls = 1000;
    private const double MostNanoseconds = 10_000_000; // One tick of the system's clock: the least that its process list shows.
    private const double MostBytes = 40_000_000;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(2);

    /// <summary>Nanoseconds of processor time in a second.</summary>
    public static async Task<Row> ProcessorAsync(LibraryRef library)
    {
        int guest = await RestAsync(library);
        long start = Stopwatch.GetTimestamp();
        long before = NanosecondsOf(guest);
        await Task.Delay(Watched);
        double value = (NanosecondsOf(guest) - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        return RowOf(Processor, value, "one tick of the clock in each second", MostNanoseconds);
    }

    /// <summary>Bytes of physical memory, those included that it shares with others.</summary>
    public static async Task<Row> ResidentAsync(LibraryRef library) =>
        RowOf(Resident, ResidentBytesOf(await RestAsync(library)), "40 MB", MostBytes);

    // Until it has compiled its code for good: a second without any processor time that can be seen.
    private static async Task<int> RestAsync(LibraryRef library)
    {
        for (int i = 0; i < Calls; i++)
        {
            await library["add_i32"].CallAsync(i, 1);
        }

        int guest = library.Guests.Single().ProcessId;
        long before;
        do
        {
            before = NanosecondsOf(guest);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        while (NanosecondsOf(guest) - before > MostNanoseconds);

        return guest;
    }

    private static Row RowOf(string name, double value, string most, double mostValue) =>
        new(name, Math.Round(value), 0, most, mostValue, Math.Round(value / mostValue, 3));

    private static long NanosecondsOf(int process) => Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task"))
        .Sum(static thread => long.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture));

    private static long ResidentBytesOf(int process) =>
        long.Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/statm")).Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
