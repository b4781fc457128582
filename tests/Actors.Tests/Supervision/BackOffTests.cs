using Microsoft.Extensions.Time.Testing;

namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>Restarts of failing libraries, in virtual time.</summary>
public sealed class BackOffTests
{
    private static readonly TimeSpan _delay = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_failed_library_backs_off_and_is_started_again()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.RestartDelay(_delay).RestartJitter(0));
        LibraryRef library = ffi[FixtureLibrary.Name];
        DateTimeOffset failedAt = _time.GetUtcNow();
        await FailAsync(library);
        LibraryUnavailableException e = Assert.IsType<LibraryUnavailableException>((await library["add_i32"].TryCallAsync(1, 2)).Failure);
        Assert.Equal((LibraryState.BackingOff, failedAt, failedAt + _delay), (e.State, e.Since, e.NextAttempt));
        Assert.Contains("injected", e.Message, StringComparison.Ordinal);

        _time.Advance(_delay - TimeSpan.FromTicks(1));
        Assert.Equal(LibraryState.BackingOff, library.State);
        _time.Advance(TimeSpan.FromTicks(1));
        Eventually.Holds(() => library.State == LibraryState.Ready, "the library was started again");
        Assert.Equal((3, 2), ((await library["add_i32"].CallAsync(1, 2)).Value.ToInt32(), library.Generation));
    }

    [Fact]
    public async Task A_library_that_fails_too_often_is_failed_until_it_is_revived()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.RestartDelay(_delay).RestartFactor(1).RestartJitter(0).RestartLimit(2).RestartWindow(TimeSpan.FromHours(1)));
        LibraryRef library = ffi[FixtureLibrary.Name];
        for (int i = 0; i < 2; i++)
        {
            await FailAsync(library);
            _time.Advance(_delay);
            Eventually.Holds(() => library.State == LibraryState.Ready, "the library was started again");
        }

        FaultInjection.FailNext(library["thread_id"]);
        await library["thread_id"].TryCallAsync();
        Eventually.Holds(() => library.State == LibraryState.Failed, "the budget was used up");
        LibraryUnavailableException e = Assert.Throws<LibraryUnavailableException>(() => library["add_i32"].Invoke(1, 2));
        Assert.Contains("budget of 2 restarts", e.Message, StringComparison.Ordinal);
        Assert.Null(e.NextAttempt);
        await library.ReviveAsync().Within();
        await FailAsync(library); // With a full budget again.
    }

    [Fact]
    public async Task A_library_that_backs_off_can_be_revived_at_once()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.RestartDelay(_delay));
        LibraryRef library = ffi[FixtureLibrary.Name];
        await FailAsync(library);
        await library.ReviveAsync().Within();
        Assert.Equal((LibraryState.Ready, 2), (library.State, library.Generation));
        _time.Advance(_delay * 2);
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2)).Value.ToInt32());
        Assert.Equal(2, library.Generation);
    }

    [Fact]
    public async Task Calls_can_wait_while_a_library_backs_off_and_are_served_after_it()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.RestartDelay(_delay).RestartJitter(0).WaitWhileUnavailable(_delay * 2));
        LibraryRef library = ffi[FixtureLibrary.Name];
        await FailAsync(library);
        Task<NativeReply> waiting = library["add_i32"].TryCallAsync(1, 2).AsTask();
        Assert.False(waiting.IsCompleted);
        _time.Advance(_delay);
        Assert.Equal(3, (await waiting.Within()).Value.ToInt32());
    }

    [Fact]
    public async Task Calls_that_waited_too_long_for_a_library_are_answered()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.RestartDelay(_delay).RestartJitter(0).WaitWhileUnavailable(_delay / 2));
        LibraryRef library = ffi[FixtureLibrary.Name];
        await FailAsync(library);
        Task<NativeReply> waiting = library["add_i32"].TryCallAsync(1, 2).AsTask();
        _time.Advance(_delay / 2);
        Assert.IsType<LibraryUnavailableException>((await waiting.Within()).Failure);
        Assert.Equal(LibraryState.BackingOff, library.State);
    }

    [Fact]
    public async Task A_load_error_can_be_declared_to_be_retried()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("liblate.so");
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.UseTimeProvider(_time).AddLibrary("late", lib => lib
            .Path(file)
            .OnLoadError(FailureDirective.RestartLibrary)
            .RestartDelay(_delay)
            .RestartMaximumDelay(_delay)
            .RestartJitter(0)
            .Declare("int32_t add_i32(int32_t a, int32_t b)")));
        Assert.Equal(LibraryState.BackingOff, ffi["late"].State);
        File.Copy(FixtureLibrary.File, file);
        _time.Advance(_delay);
        Eventually.Holds(() => ffi["late"].State == LibraryState.Ready, "the library was found");
    }

    [Fact]
    public async Task A_critical_library_that_escalates_stops_the_service()
    {
        TaskCompletionSource<LibraryUnavailableException> stopped = new();
        await using FfiRuntime ffi = await StartAsync(lib => lib.Critical().OnFault(FailureDirective.Escalate));
        ffi.CriticalLibraryFailed += failure => stopped.TrySetResult(failure);
        LibraryRef library = ffi[FixtureLibrary.Name];
        FaultInjection.FailNext(library["thread_id"]);
        await library["thread_id"].TryCallAsync();
        Assert.Equal((FixtureLibrary.Name, LibraryState.Failed), ((await stopped.Task.Within()).Library, (await stopped.Task.Within()).State));
    }

    [Fact]
    public async Task A_declared_failure_can_be_declared_to_restart_the_worker()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib
            .Declare("int64_t thread_id(void)", symbol => symbol.Alias("fails").Fails("result > 0").OnDeclaredFailure(FailureDirective.RestartWorker))
            .Declare("int64_t thread_id(void)", symbol => symbol.Alias("fatal").Fatal("result > 0")));
        foreach (string name in new[] { "fails", "fatal" })
        {
            SymbolRef symbol = ffi[FixtureLibrary.Name][name];
            NativeCallFailedException first = Assert.IsType<NativeCallFailedException>((await symbol.TryCallAsync()).Failure);
            NativeCallFailedException second = Assert.IsType<NativeCallFailedException>((await symbol.TryCallAsync()).Failure);
            Assert.Equal(name == "fatal", first.IsFatal);
            Assert.NotEqual(first.Value, second.Value);
        }
    }

    private async Task<FfiRuntime> StartAsync(Action<LibraryBuilder> configure) => await FfiRuntime.StartAsync(b => b
        .UseTimeProvider(_time)
        .AddFixture(lib => configure(lib.OnFault(FailureDirective.RestartLibrary).RestartMaximumDelay(TimeSpan.FromHours(1)))));

    private static async Task FailAsync(LibraryRef library)
    {
        FaultInjection.FailNext(library["thread_id"]);
        Assert.IsType<CallFaultedException>((await library["thread_id"].TryCallAsync()).Failure);
        Eventually.Holds(() => library.State == LibraryState.BackingOff, "the library backed off");
    }
}
