namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>What a library tells of its guests, and of those that died.</summary>
public sealed class CrashReportTests
{
    [Fact]
    public async Task Crash_OfACall_IsReportedWithTheCall()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        GuestInfo guest = Assert.Single(library.Guests);

        NativeReply reply = await library["crash_complain"].TryCallAsync("it hurts").AsTask().Within();

        GuestCrashedException failure = Assert.IsType<GuestCrashedException>(reply.Failure);
        CrashReport report = Assert.Single(library.Crashes);
        Assert.Equal(
            (FixtureLibrary.Name, "crash_complain", guest.Generation, guest.ProcessId, "SIGABRT", (int?)null, (string?)null),
            (report.Library, report.Symbol, report.Generation, report.ProcessId, report.Signal, report.ExitCode, report.Reason));
        Assert.Equal((failure.Arguments, failure.TimeInCall, failure.StandardError), (report.Arguments, report.TimeInCall, report.StandardError));
        Assert.Contains("it hurts", report.StandardError);
        Assert.True(report.At >= guest.Since);
    }

    [Fact]
    public async Task Death_OfAGuestWithoutCalls_IsReportedToo()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();
        Eventually.Holds(() => library.Guests is [{ Busy: 0 }], "the guest rested");

        IsolatedFixture.Kill(guest);

        Eventually.Holds(() => library.Crashes.Count == 1, "the death was reported");
        CrashReport report = library.Crashes[0];
        Assert.Equal((null, guest, "SIGKILL", null, null), (report.Symbol, report.ProcessId, report.Signal, report.Arguments, report.TimeInCall));
    }

    [Fact]
    public async Task Guests_SayWhatTheyDo()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(static library => library.Spares(1).Workers(4));
        LibraryRef library = ffi[FixtureLibrary.Name];
        Eventually.Holds(() => library.Guests.Count == 2, "the spare was ready");
        WaitingCall running = new(library);
        running.AwaitBegun();

        Assert.Equal([(GuestState.Serving, 1), (GuestState.Spare, 0)], library.Guests.Select(static guest => (guest.State, guest.Busy)));
        Assert.All(library.Guests, static guest => Assert.True(guest.ResidentBytes > 1 << 20));
        Task rolled = library.RollAsync();
        Eventually.Holds(() => library.Guests.Any(static guest => guest is { State: GuestState.Leaving, Busy: 1 }), "the busy guest was replaced");
        running.Release();
        await rolled.Within();
        await running.Reply.Within();
        running.Flags.Dispose();

        Assert.Equal([GuestState.Serving, GuestState.Spare], library.Guests.Select(static guest => guest.State));
        Assert.Empty(library.Crashes);
    }

    [Fact]
    public async Task Reports_AreTheLastTwenty()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];

        for (int i = 1; i <= 22; i++)
        {
            await library["crash_exit_at_once"].TryCallAsync(i).AsTask().Within();
        }

        Assert.Equal(Enumerable.Range(3, 20).Reverse(), library.Crashes.Select(static report => report.ExitCode!.Value));
    }
}
