using System.Globalization;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>A guest is killed from outside at each moment of its life: whose call that is fails, everybody else is served by the next guest.</summary>
public sealed class GuestKillTests
{
    private const string InLoad = "ACTORFFI_STOP_IN_LOAD";
    private const string InStart = "ACTORFFI_STOP_IN_START";

    [Fact]
    public async Task Before_it_begins_a_call_loses_nothing()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();
        using OwnedBuffer data = library.Allocate(1 << 10);
        data.Write(static bytes => bytes.Fill(2));
        IsolatedFixture.Stop(guest);
        Task<NativeReply> given = library["sum_bytes"].TryCallAsync(data, 1 << 10).AsTask();
        Task<NativeReply>[] behind = Others(library);
        Eventually.Holds(() => library.Guests is [{ Busy: > 0 }], "the guest was given the call");

        IsolatedFixture.Kill(guest);

        Assert.Equal(2UL << 10, (await given.Within()).Value.ToUInt64());
        Assert.Equal(BufferState.Owned, data.State);
        await AssertAnsweredAsync(behind);
        await AssertReplacedAsync(library, guest);
        Eventually.Holds(() => library.Crashes.Count == 1, "the death was reported");
        CrashReport report = library.Crashes[0];
        Assert.Equal((null, guest, "SIGKILL"), (report.Symbol, report.ProcessId, report.Signal));
    }

    [Theory]
    [InlineData("announce_and_wait")] // In the function.
    [InlineData("text_in_reply")] // The function has returned, and the reply is being written.
    public async Task In_a_call_it_loses_that_call_alone(string symbol)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall running = new(library, symbol: symbol);
        int guest = running.AwaitBegun();
        Task<NativeReply>[] behind = Others(library);

        IsolatedFixture.Kill(guest);

        GuestCrashedException killed = Assert.IsType<GuestCrashedException>((await running.Reply.Within()).Failure);
        Assert.Equal((guest, "SIGKILL", symbol, null), (killed.ProcessId, killed.Signal, killed.Symbol, killed.ExitCode));
        Assert.Equal(BufferState.Torn, running.Flags.State);
        running.Flags.Recover();
        Assert.Equal(guest, running.Flags.ReadAt<int>(0));
        running.Flags.Dispose();
        await AssertAnsweredAsync(behind);
        await AssertReplacedAsync(library, guest);
    }

    [Fact]
    public async Task While_it_writes_a_reply_that_is_let_through_it_answers()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall running = new(library, symbol: "text_in_reply");
        int guest = running.AwaitBegun();
        Assert.False(running.Reply.IsCompleted);

        running.Release();

        Assert.Equal("replied", (await running.Reply.Within()).Value.ToText());
        running.Flags.Dispose();
        Assert.Equal(guest, await library.ProcessIdAsync());
    }

    [Fact]
    public async Task After_its_reply_is_out_it_has_answered()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();

        NativeReply reply = await library["die_after_reply"].TryCallAsync(7).AsTask().Within();

        Assert.Null(reply.Failure);
        Assert.Equal(7, reply.Value.ToInt32());
        Eventually.Holds(() => library.Crashes.Count == 1, "the guest died");
        await AssertReplacedAsync(library, guest);
    }

    [Fact]
    public async Task While_idle_it_is_missed_by_nobody()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();
        using OwnedBuffer data = library.Allocate(64);
        Eventually.Holds(() => library.Guests is [{ Busy: 0 }], "the guest was idle");

        IsolatedFixture.Kill(guest);

        await AssertAnsweredAsync(Others(library));
        Assert.Equal(BufferState.Owned, data.State);
        await AssertReplacedAsync(library, guest);
    }

    [Theory]
    [InlineData(InLoad)]
    [InlineData(InStart)]
    public async Task In_the_start_of_its_library_it_fails_that_start(string where)
    {
        using TemporaryFolder folder = new();
        string file = folder.File("stopped");
        TimeSpan delay = TimeSpan.FromHours(1);
        Task<FfiRuntime> starting = IsolatedFixture.StartAsync(library => library
            .Environment($"{where}={file}").OnStart("on_start").RestartDelay(delay).RestartMaximumDelay(delay));
        int guest = AwaitStopped(file);
        Assert.False(starting.IsCompleted);

        IsolatedFixture.Kill(guest);

        await using FfiRuntime ffi = await starting.Within();
        LibraryRef library = ffi[FixtureLibrary.Name];
        Eventually.Holds(() => library.State == LibraryState.BackingOff, "the library backed off");
        Assert.Contains("SIGKILL", library.Failure?.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{guest}", library.Failure?.ToString(), StringComparison.Ordinal);
        NativeReply refused = await library["add_i32"].TryCallAsync(1, 2).AsTask().Within();
        Assert.Equal(LibraryState.BackingOff, Assert.IsType<LibraryUnavailableException>(refused.Failure).State);

        await library.ReviveAsync().Within();

        await AssertAnsweredAsync(Others(library));
        await AssertReplacedAsync(library, guest);
    }

    [Theory]
    [InlineData(InLoad)]
    [InlineData(InStart)]
    public async Task In_the_start_of_a_replacement_it_is_replaced_in_turn_and_no_call_fails(string where)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("stopped", "not this time");
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Environment($"{where}={file}").OnStart("on_start"));
        LibraryRef library = ffi[FixtureLibrary.Name];
        int first = await library.ProcessIdAsync();
        File.Delete(file);
        IsolatedFixture.Kill(first);
        int second = AwaitStopped(file);
        Task<NativeReply>[] waiting = Others(library);

        IsolatedFixture.Kill(second);

        await AssertAnsweredAsync(waiting);
        await AssertReplacedAsync(library, first, second);
    }

    private static Task<NativeReply>[] Others(LibraryRef library) =>
        [.. Enumerable.Range(0, 10).Select(i => library["add_i32"].TryCallAsync(i, 1).AsTask())];

    private static async Task AssertAnsweredAsync(Task<NativeReply>[] others) =>
        Assert.Equal(Enumerable.Range(1, 10), (await Task.WhenAll(others).Within()).Select(static reply => reply.Failure is null ? reply.Value.ToInt32() : throw reply.Failure));

    private static async Task AssertReplacedAsync(LibraryRef library, params int[] dead)
    {
        Assert.DoesNotContain(await library.ProcessIdAsync(), dead);
        Eventually.Holds(() => library.State == LibraryState.Ready && library.Guests.Count == 1, "one guest served");
        Assert.DoesNotContain(library.Guests[0].ProcessId, dead);
    }

    private static int AwaitStopped(string file)
    {
        int process = 0;
        Eventually.Holds(() => File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out process), "a guest stopped where it was to");
        return process;
    }
}
