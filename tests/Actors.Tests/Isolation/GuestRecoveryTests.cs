using Microsoft.Extensions.Time.Testing;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Guests that die are replaced: by a spare, at once, after a back-off, or not at all.</summary>
public sealed class GuestRecoveryTests
{
    [Fact]
    public async Task Spare_TakesThePlaceOfAGuestThatDied()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Spares(1));
        LibraryRef library = ffi[FixtureLibrary.Name];
        Eventually.Holds(() => library.Guests.Count == 2, "the spare was ready");
        int spare = library.Guests.Single(static guest => guest.IsSpare).ProcessId;

        Assert.IsType<GuestCrashedException>((await library["crash_abort"].TryCallAsync().AsTask().Within()).Failure);

        Assert.Equal(spare, await library.ProcessIdAsync());
        Eventually.Holds(() => library.Guests.Any(guest => guest.IsSpare && guest.ProcessId != spare), "another spare was ready");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Guest_KilledWhileIdle_IsReplacedBeforeAnybodyNotices(int spares)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Spares(spares));
        LibraryRef library = ffi[FixtureLibrary.Name];
        for (int i = 0; i < 3; i++)
        {
            int guest = await library.ProcessIdAsync();
            IsolatedFixture.Kill(guest);
            Eventually.Holds(() => library.Guests.All(one => one.ProcessId != guest), "the death was noticed");
            Assert.NotEqual(guest, await library.ProcessIdAsync());
        }
    }

    [Fact]
    public async Task Guest_KilledWithACallInIt_LosesThatCallAlone()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall running = new(library);
        int guest = running.AwaitBegun();
        Task<NativeReply>[] queued = [.. Enumerable.Range(0, 3).Select(_ => library["announce_and_wait"].TryCallAsync(library.Allocate(8)).AsTask())];
        IsolatedFixture.Kill(guest);

        GuestCrashedException killed = Assert.IsType<GuestCrashedException>((await running.Reply.Within()).Failure);

        Assert.Equal((guest, "SIGKILL", "announce_and_wait"), (killed.ProcessId, killed.Signal, killed.Symbol));
        Assert.NotEqual(guest, await library.ProcessIdAsync());
        Assert.All(queued, static call => Assert.False(call.IsCompleted));
    }

    [Fact]
    public async Task Guest_KilledWhileItStarts_FailsTheStartOnce()
    {
        string mark = "";
        Task<FfiRuntime> starting = IsolatedFixture.StartAsync(library =>
        {
            mark = library.Mark();
            library.OnStart("sleep_ms(300)");
        });
        Eventually.Holds(() => IsolatedFixture.ProcessesOf(mark).Length == 1, "the guest was there");
        IsolatedFixture.Kill(IsolatedFixture.ProcessesOf(mark)[0]);

        await using FfiRuntime ffi = await starting.Within();
        LibraryRef library = ffi[FixtureLibrary.Name];
        Eventually.Holds(() => library.State == LibraryState.Ready, "another guest was started");
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task OnStart_ThatDies_FailsTheLibraryWhenItsBudgetIsUsedUp()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.OnStart("crash_abort").RestartLimit(2));
        LibraryRef library = ffi[FixtureLibrary.Name];

        Eventually.Holds(() => library.State == LibraryState.Failed, "the library failed");

        NativeReply reply = await library["add_i32"].TryCallAsync(1, 2).AsTask().Within();
        Assert.IsType<LibraryUnavailableException>(reply.Failure);
    }

    [Fact]
    public async Task Deaths_OverTheBudget_FailTheLibraryUntilItIsRevived()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.RestartLimit(1).PoisonAfter(0));
        LibraryRef library = ffi[FixtureLibrary.Name];
        Assert.IsType<GuestCrashedException>((await library["crash_abort"].TryCallAsync().AsTask().Within()).Failure);
        Assert.IsType<GuestCrashedException>((await library["crash_abort"].TryCallAsync().AsTask().Within()).Failure);

        Eventually.Holds(() => library.State == LibraryState.Failed, "the library failed");
        Assert.IsType<GuestBudgetException>(library.Failure);
        await library.ReviveAsync().Within();

        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task Calls_WaitForTheNextGuestThroughABackOff()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.PoisonAfter(0).RestartDelay(TimeSpan.FromMilliseconds(200)).RestartMaximumDelay(TimeSpan.FromMilliseconds(200)));
        LibraryRef library = ffi[FixtureLibrary.Name];
        Task<NativeReply>[] crashes = [.. Enumerable.Range(0, 3).Select(_ => library["crash_abort"].TryCallAsync().AsTask())];
        await crashes[1].Within();
        Task<NativeReply>[] waiting = [.. Enumerable.Range(0, 10).Select(i => library["echo_u8"].TryCallAsync(i).AsTask())];

        Assert.All(await Task.WhenAll(crashes).Within(), static reply => Assert.IsType<GuestCrashedException>(reply.Failure));
        NativeReply[] replies = await Task.WhenAll(waiting).Within();
        Assert.All(replies, static reply => Assert.True(reply.Failure is null or GuestCrashedException, $"{reply.Failure}"));
    }

    [Fact]
    public async Task Library_WhoseGuestsKeepDying_CanBeRevivedBeforeTheNextAttempt()
    {
        TimeSpan delay = TimeSpan.FromHours(1);
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.PoisonAfter(0).RestartDelay(delay).RestartMaximumDelay(delay));
        LibraryRef library = ffi[FixtureLibrary.Name];
        Assert.IsType<GuestCrashedException>((await library["crash_abort"].TryCallAsync().AsTask().Within()).Failure);
        Assert.IsType<GuestCrashedException>((await library["crash_abort"].TryCallAsync().AsTask().Within()).Failure);
        Eventually.Holds(() => library.State == LibraryState.BackingOff, "the library backed off");
        Task<NativeReply> waiting = library["add_i32"].TryCallAsync(1, 2).AsTask();

        await library.ReviveAsync().Within();

        Assert.Equal(LibraryState.Ready, library.State);
        Assert.Equal(3, (await waiting.Within()).Value.ToInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_WaitForTheNextGuestNoLongerThanIsDeclared(bool isOver)
    {
        FakeTimeProvider time = new();
        TimeSpan delay = TimeSpan.FromMinutes(10);
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(
            library => library.PoisonAfter(0).RestartDelay(delay).RestartMaximumDelay(delay).RestartJitter(0).WaitWhileUnavailable(isOver ? delay / 2 : delay * 2), time);
        LibraryRef library = ffi[FixtureLibrary.Name];
        await library["crash_abort"].TryCallAsync().AsTask().Within(); // Replaced at once, the next one after the delay.
        await library["crash_abort"].TryCallAsync().AsTask().Within();
        Eventually.Holds(() => library.State == LibraryState.BackingOff, "the library backed off");
        using OwnedBuffer data = library.Allocate(16);
        Task<NativeReply> waiting = library["sum_bytes"].TryCallAsync(data, 16).AsTask();
        time.Advance(delay / 2 - TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));
        if (isOver)
        {
            Assert.Equal(LibraryState.BackingOff, Assert.IsType<LibraryUnavailableException>((await waiting.Within()).Failure).State);
            Assert.IsType<LibraryUnavailableException>((await library["add_i32"].TryCallAsync(1, 2).AsTask().Within()).Failure); // Those that come now do not wait at all.
        }

        time.Advance(delay / 2);

        Eventually.Holds(() => library.State == LibraryState.Ready, "the next guest served");
        Assert.Equal(isOver, (await waiting.Within()).Failure is not null);
        Assert.Equal(BufferState.Owned, data.State);
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task Calls_WaitFromTheFirstBackOffOn_HoweverOftenTheNextGuestDies()
    {
        FakeTimeProvider time = new();
        using TemporaryFolder folder = new();
        string file = folder.Write("stopped", "not yet");
        TimeSpan delay = TimeSpan.FromMinutes(2);
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(
            library => library.Environment($"ACTORFFI_STOP_IN_LOAD={file}").PoisonAfter(0).RestartDelay(delay).RestartMaximumDelay(delay).RestartJitter(0).RestartWindow(TimeSpan.FromHours(1)).WaitWhileUnavailable(delay * 1.5), time);
        LibraryRef library = ffi[FixtureLibrary.Name];
        await library["crash_abort"].TryCallAsync().AsTask().Within();
        await library["crash_abort"].TryCallAsync().AsTask().Within();
        Eventually.Holds(() => library.State == LibraryState.BackingOff, "the library backed off");
        Task<NativeReply> waiting = library["add_i32"].TryCallAsync(1, 2).AsTask();
        File.Delete(file);
        time.Advance(delay);
        int next = 0;
        Eventually.Holds(() => File.Exists(file) && int.TryParse(File.ReadAllText(file), out next), "the next guest loaded the library");
        IsolatedFixture.Kill(next);
        Eventually.Holds(() => library.State == LibraryState.BackingOff, "the library backed off again");
        Assert.False(waiting.IsCompleted);

        time.Advance(delay / 2);

        Assert.IsType<LibraryUnavailableException>((await waiting.Within()).Failure);
    }

    [Fact]
    public async Task Guests_OfSeveral_ServeOnWhenOneDies()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Processes(2).Workers(1));
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall one = new(library);
        int first = one.AwaitBegun();
        WaitingCall two = new(library);
        int second = two.AwaitBegun();
        Assert.Equal([first, second], library.Guests.Select(static guest => guest.ProcessId).OrderBy(guest => guest == second));

        IsolatedFixture.Kill(first);
        GuestCrashedException killed = Assert.IsType<GuestCrashedException>((await one.Reply.Within()).Failure);
        Assert.NotEqual(first, await library.ProcessIdAsync());
        two.Release();
        NativeReply other = await two.Reply.Within();

        Assert.Equal(first, killed.ProcessId);
        Assert.Equal(second, other.Value.ToInt32());
    }
}
