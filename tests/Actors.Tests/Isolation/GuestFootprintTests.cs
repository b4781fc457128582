using System.Globalization;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>What a guest costs that has nothing to do.</summary>
public sealed class GuestFootprintTests
{
    private const long MostResidentKiB = 40 * 1024;
    private const int RestMilliseconds = 1000;

    [Fact]
    public async Task An_idle_guest_uses_no_processor_and_at_most_40_MiB()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
        int guest = Assert.Single(library.Guests).ProcessId;

        // It compiles its code once more when it has been called often; after that it must come to rest for good.
        long ticks = -1;
        long since = 0;
        Eventually.Holds(
            () =>
            {
                long now = ProcessorTicksOf(guest);
                since = now == ticks ? since : Environment.TickCount64;
                ticks = now;
                return Environment.TickCount64 - since > RestMilliseconds;
            },
            "the guest came to rest");
        Assert.InRange(ResidentKiBOf(guest), 1, MostResidentKiB);
        Assert.Equal(guest, await library.ProcessIdAsync());
    }

    // In the system's unit, a hundredth of a second.
    private static long ProcessorTicksOf(int process)
    {
        string[] fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static long ResidentKiBOf(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
