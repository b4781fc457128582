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
        int guest = await library.ProcessIdAsync();
        Task<NativeReply> running = library["crash_endless_sleep"].TryCallAsync().AsTask();
        Task<NativeReply> queued = library["crash_exit_at_once"].TryCallAsync(5).AsTask();
        Eventually.Holds(() => library["crash_endless_sleep"].Entry.Mailbox is { Workers: > 0, Length: 0 }, "the call began");
        IsolatedFixture.Kill(guest);

        GuestCrashedException killed = Assert.IsType<GuestCrashedException>((await running.Within()).Failure);
        GuestCrashedException other = Assert.IsType<GuestCrashedException>((await queued.Within()).Failure);

        Assert.Equal("SIGKILL", killed.Signal);
        Assert.True(other.ExitCode == 5 || other.ProcessId == guest);
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
    public async Task Guests_OfSeveral_ServeOnWhenOneDies()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Processes(2).Workers(1));
        LibraryRef library = ffi[FixtureLibrary.Name];
        int[] guests = [.. library.Guests.Select(static guest => guest.ProcessId)];
        Assert.Equal(2, guests.Distinct().Count());
        Task<NativeReply>[] two = [library["crash_endless_sleep"].TryCallAsync().AsTask(), library["crash_endless_sleep"].TryCallAsync().AsTask()];
        Eventually.Holds(() => library["crash_endless_sleep"].Entry.Mailbox is { Workers: 2, Length: 0 }, "both calls began");

        IsolatedFixture.Kill(guests[0]);
        NativeReply first = await (await Task.WhenAny(two).Within());
        int serving = await library.ProcessIdAsync();
        IsolatedFixture.Kill(guests[1]);
        NativeReply[] both = await Task.WhenAll(two).Within();

        Assert.Equal(guests[0], Assert.IsType<GuestCrashedException>(first.Failure).ProcessId);
        Assert.NotEqual(guests[0], serving);
        Assert.Equal(guests.Order(), both.Select(static reply => ((GuestCrashedException)reply.Failure!).ProcessId).Order());
    }
}
