using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Guests are replaced without losing a call.</summary>
public sealed class GuestReplacementTests
{
    [Fact]
    public async Task Guests_AreReplacedAfterTheirCallsAndNoCallIsLost()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.RecycleAfterCalls(50).Spares(1));
        LibraryRef library = ffi[FixtureLibrary.Name];
        HashSet<int> guests = [];
        while (guests.Count < 3)
        {
            guests.Add(await library.ProcessIdAsync());
        }

        Assert.Empty(library.Entry.GuestRestarts);
    }

    [Fact]
    public async Task Guest_OfACertainAge_IsReplaced()
    {
        FakeTimeProvider time = new();
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.RecycleAfter(TimeSpan.FromMinutes(1)), time);
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(guest, await library.ProcessIdAsync());

        time.Advance(TimeSpan.FromSeconds(31));

        Eventually.Holds(() => library.Guests.All(one => one.ProcessId != guest), "the guest was replaced");
    }

    [Fact]
    public async Task Guest_WithTooMuchMemory_IsReplaced()
    {
        FakeTimeProvider time = new();
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.RecycleAboveMemory(300L << 20), time);
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();
        Assert.Equal(0, (await library["crash_memory_hog"].CallAsync(400L << 20).AsTask().Within()).Value.ToInt32());

        time.Advance(TimeSpan.FromSeconds(2));

        Eventually.Holds(() => library.Guests.All(one => one.ProcessId != guest), "the guest was replaced");
        Assert.NotEqual(guest, await library.ProcessIdAsync());
    }

    [Fact]
    public async Task Roll_BringsANewVersionOfTheFileAndLosesNoCall()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("librolled.so");
        await using FfiRuntime ffi = await StartRolledAsync(file, library => library.Processes(2).Spares(1));
        SymbolRef greeting = ffi["rolled"]["greeting"];
        int[] before = [.. ffi["rolled"].Guests.Select(static guest => guest.ProcessId)];
        using CancellationTokenSource stop = new();
        ConcurrentBag<string?> greetings = [];
        Task calling = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                greetings.Add((await greeting.CallAsync()).Value.ToText());
            }
        });

        PutNewVersion(file);
        await ffi["rolled"].RollAsync().Within();

        Assert.Equal("Servus!!", (await greeting.CallAsync().AsTask().Within()).Value.ToText());
        await stop.CancelAsync();
        await calling.Within();
        Assert.Equal(["Grüß Gott", "Servus!!"], greetings.Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(ffi["rolled"].Guests.Select(static guest => guest.ProcessId).Intersect(before));
    }

    [Fact]
    public async Task Roll_ToAFileThatCannotBeLoaded_FailsAndTheOldGuestsGoOn()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("librolled.so");
        await using FfiRuntime ffi = await StartRolledAsync(file, static _ => { });
        File.Delete(file);

        await Assert.ThrowsAsync<LibraryLoadException>(() => ffi["rolled"].RollAsync().Within());

        Assert.Equal("Grüß Gott", ffi["rolled"]["greeting"].Invoke().ToText());
    }

    [Fact]
    public async Task Roll_WhileNoGuestServes_FailsAndSaysSo()
    {
        TimeSpan delay = TimeSpan.FromHours(1);
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.RestartDelay(delay).RestartMaximumDelay(delay));
        LibraryRef library = ffi[FixtureLibrary.Name];
        await library["crash_abort"].TryCallAsync().AsTask().Within(); // Replaced at once, the next one after the delay.
        await library["crash_abort"].TryCallAsync().AsTask().Within();
        Eventually.Holds(() => library.State == LibraryState.BackingOff, "the guest is waited for");

        LibraryUnavailableException e = await Assert.ThrowsAsync<LibraryUnavailableException>(() => library.RollAsync().Within());

        Assert.Equal(LibraryState.BackingOff, e.State);
    }

    [Fact]
    public async Task Roll_OfAStoppedRuntime_IsRefused()
    {
        FfiRuntime ffi = await IsolatedFixture.StartAsync();
        await ffi.DisposeAsync();

        LibraryUnavailableException e = await Assert.ThrowsAsync<LibraryUnavailableException>(() => ffi[FixtureLibrary.Name].RollAsync().Within());

        Assert.Equal(LibraryState.Stopped, e.State);
    }

    [Fact]
    public async Task Roll_ThatAStopOvertakes_Fails()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("stopped", "not yet");
        FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Environment($"ACTORFFI_STOP_IN_LOAD={file}"));
        File.Delete(file);
        Task[] rolls = [.. Enumerable.Range(0, 3).Select(_ => ffi[FixtureLibrary.Name].RollAsync())];
        Eventually.Holds(() => File.Exists(file), "the next guest loaded the library");

        await ffi.DisposeAsync().AsTask().Within();

        foreach (Task roll in rolls)
        {
            await Assert.ThrowsAsync<LibraryUnavailableException>(() => roll.Within());
        }
    }

    [Fact]
    public async Task Roll_OfALibraryInThisProcess_IsRefused()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => ffi[FixtureLibrary.Name].RollAsync());
        Assert.Empty(ffi[FixtureLibrary.Name].Guests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)] // Wait behind it, and follow the library to its next start.
    public async Task Restart_LetsTheCallOfAGuestFinishAndItsGuestLiveUntilThen(int behind)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Workers(1));
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall running = new(library);
        int guest = running.AwaitBegun();
        WaitingCall[] waiting = [.. Enumerable.Range(0, behind).Select(_ => new WaitingCall(library))];

        Task restart = library.RestartAsync();
        Eventually.Holds(() => library.Guests is [{ State: GuestState.Leaving }], "the guest took no more calls");
        Eventually.Holds(() => library["announce_and_wait"].Entry.Mailbox.Workers == 0, "its worker was to end");
        Assert.Equal(1, library.Guests[0].Busy);
        Array.ForEach(waiting, static call => call.Release());
        running.Release();
        await restart.Within();

        Assert.Null((await running.Reply.Within()).Failure);
        Assert.All(waiting, call => Assert.NotEqual(guest, call.AwaitBegun()));
        await Task.WhenAll(waiting.Select(static call => call.Reply)).Within();
        Assert.All(waiting, static call => Assert.Null(call.Reply.Result.Failure));
    }

    // The library from a file of its own, which the test may replace.
    private static Task<FfiRuntime> StartRolledAsync(string file, Action<LibraryBuilder> configure)
    {
        File.Copy(FixtureLibrary.File, file);
        return FfiRuntime.StartAsync(builder => builder.AddLibrary("rolled", library => configure(library
            .Path(file)
            .Isolation(IsolationMode.Process)
            .Declare("const char *greeting(void)"))));
    }

    // A new file under the old name, as a package manager puts it there: the old one stays as it is for who has it mapped.
    private static void PutNewVersion(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        byte[] old = Encoding.UTF8.GetBytes("Grüß Gott\0");
        int at = bytes.AsSpan().IndexOf(old);
        "Servus!!\0"u8.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes($"{file}.new", bytes);
        File.Move($"{file}.new", file, overwrite: true);
    }
}
