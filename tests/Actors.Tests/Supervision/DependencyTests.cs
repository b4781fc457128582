using Microsoft.Extensions.Time.Testing;

namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>Libraries that depend on others: what becomes of them when those fail, at any distance.</summary>
public sealed class DependencyTests : IDisposable
{
    private static readonly TimeSpan _delay = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();

    private string BaseFile => _folder.File("libbase.so");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Dependency_ThatFailed_IsNamedAndItsRevivalStartsTheOthers()
    {
        await using FfiRuntime ffi = await StartAsync(FailureDirective.Stop);
        Assert.All(ffi.Libraries, name => Assert.Equal(LibraryState.Failed, ffi[name].State));
        LibraryUnavailableException unavailable = Assert.Throws<LibraryUnavailableException>(() => ffi["top"]["life_starts"].Invoke());
        Assert.Contains("It needs library 'middle', which needs library 'base', which is Failed.", unavailable.Message, StringComparison.Ordinal);
        Assert.IsType<LibraryLoadException>(unavailable.InnerException);

        ProvideBase();
        await ffi["base"].ReviveAsync().Within();

        Eventually.Holds(() => ffi.Libraries.All(name => ffi[name].State == LibraryState.Ready), "all started");
    }

    [Theory]
    [InlineData("middle")]
    [InlineData("top")]
    public async Task Revive_WhileADependencyIsFailed_FailsAndSaysWhich(string library)
    {
        await using FfiRuntime ffi = await StartAsync(FailureDirective.Stop);

        LibraryUnavailableException refused = await Assert.ThrowsAsync<LibraryUnavailableException>(() => ffi[library].ReviveAsync().Within());
        LibraryUnavailableException again = await Assert.ThrowsAsync<LibraryUnavailableException>(() => ffi[library].RestartAsync().Within());

        Assert.Equal((library, LibraryState.Failed), (refused.Library, refused.State));
        Assert.Contains("library 'base', which is Failed. Revive that first.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(LibraryState.Failed, again.State);
    }

    [Theory]
    [InlineData("middle")]
    [InlineData("top")]
    public async Task Revive_WhileADependencyBacksOff_FailsAndTheLibraryStartsLater(string library)
    {
        await using FfiRuntime ffi = await StartAsync(FailureDirective.RestartLibrary);

        LibraryUnavailableException refused = await Assert.ThrowsAsync<LibraryUnavailableException>(() => ffi[library].ReviveAsync().Within());
        Assert.Contains("library 'base', which is BackingOff.", refused.Message, StringComparison.Ordinal);

        ProvideBase();
        _time.Advance(_delay);
        Eventually.Holds(() => ffi[library].State == LibraryState.Ready, "it started with what it waited for");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_AboveALibraryThatBacksOff_Settles(bool topFirst)
    {
        await using FfiRuntime ffi = await StartAsync(FailureDirective.RestartLibrary, topFirst: topFirst).Within();
        Assert.Equal((LibraryState.BackingOff, LibraryState.Loading, LibraryState.Loading), (ffi["base"].State, ffi["middle"].State, ffi["top"].State));
        Assert.Contains("library 'base', which is BackingOff.", ffi["top"].Status.Reason, StringComparison.Ordinal);
        Task<NativeReply> waiting = ffi["top"]["life_starts"].TryCallAsync().AsTask();
        Assert.False(waiting.IsCompleted);

        ProvideBase();
        _time.Advance(_delay);

        Assert.True((await waiting.Within()).IsSuccess);
    }

    [Fact]
    public async Task Library_OfWhichOneDependencyFailedAndOneLoads_FailsAtOnce()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.UseTimeProvider(_time)
            .AddLibrary("slow", lib => Life(lib, BaseFile).OnLoadError(FailureDirective.RestartLibrary).RestartDelay(_delay).RestartJitter(0))
            .AddLibrary("broken", lib => Life(lib, _folder.File("libbroken.so")))
            .AddLibrary("upper", lib => Life(lib, FixtureLibrary.File).DependsOn("slow", "broken"))).Within();

        Assert.Equal(LibraryState.Failed, ffi["upper"].State);
        Assert.Contains("'broken'", ffi["upper"].Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Library_StoppedWhileItWaits_StaysStopped()
    {
        await using FfiRuntime ffi = await StartAsync(FailureDirective.RestartLibrary);
        await ffi["top"].DrainAsync().Within();
        ProvideBase();
        _time.Advance(_delay);
        Eventually.Holds(() => ffi["middle"].State == LibraryState.Ready, "the others started");
        await ffi["middle"].RestartAsync().Within();

        Assert.Equal(LibraryState.Stopped, ffi["top"].State);
        await ffi["top"].ReviveAsync().Within();
        Assert.Equal(LibraryState.Ready, ffi["top"].State);
    }

    [Fact]
    public async Task Critical_LibraryThatFailsWithItsDependency_StopsTheService()
    {
        TaskCompletionSource<LibraryUnavailableException> stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using FfiRuntime ffi = await StartAsync(FailureDirective.RestartLibrary, top => top.Critical());
        ffi.CriticalLibraryFailed += failure => stopped.TrySetResult(failure);
        Assert.Equal(LibraryState.Loading, ffi["top"].State);

        _time.Advance(_delay); // The budget of 'base' is one restart.

        LibraryUnavailableException reason = await stopped.Task.Within();
        Assert.Equal(("top", LibraryState.Failed), (reason.Library, reason.State));
        Assert.Contains("library 'base', which is Failed", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Critical_LibraryThatFailedWithItsDependency_IsReportedOnce()
    {
        int reports = 0;
        await using FfiRuntime ffi = await StartAsync(FailureDirective.RestartLibrary, top => top.Critical());
        ffi.CriticalLibraryFailed += _ => Interlocked.Increment(ref reports);
        _time.Advance(_delay);
        Eventually.Holds(() => ffi["top"].State == LibraryState.Failed && Volatile.Read(ref reports) > 0, "the service was to stop");

        await Assert.ThrowsAsync<LibraryUnavailableException>(() => ffi["middle"].ReviveAsync().Within());
        await Assert.ThrowsAsync<LibraryUnavailableException>(() => ffi["top"].ReviveAsync().Within());

        Assert.Equal(1, Volatile.Read(ref reports));
    }

    private void ProvideBase() => File.Copy(FixtureLibrary.File, BaseFile);

    private Task<FfiRuntime> StartAsync(FailureDirective onLoadError, Action<LibraryBuilder>? configureTop = null, bool topFirst = true)
    {
        Action<FfiRuntimeBuilder>[] declarations =
        [
            b => b.AddLibrary("top", lib => (configureTop ?? (_ => { }))(Life(lib, FixtureLibrary.File).DependsOn("middle"))),
            b => b.AddLibrary("middle", lib => Life(lib, FixtureLibrary.File).DependsOn("base")),
            b => b.AddLibrary("base", lib => Life(lib, BaseFile).OnLoadError(onLoadError).RestartDelay(_delay).RestartMaximumDelay(_delay).RestartJitter(0).RestartLimit(1).RestartWindow(_delay * 10)),
        ];
        return FfiRuntime.StartAsync(b =>
        {
            b.UseTimeProvider(_time);
            foreach (Action<FfiRuntimeBuilder> declare in topFirst ? declarations : declarations.Reverse())
            {
                declare(b);
            }
        });
    }

    private static LibraryBuilder Life(LibraryBuilder library, string file) => library.Path(file).Declare("int32_t life_starts(void)");

    [Fact]
    public async Task Library_WhoseDependencyIsReadyAtAnyMoment_Starts()
    {
        for (int i = 0; i < 200; i++)
        {
            Task<FfiRuntime> start = FfiRuntime.StartAsync(builder =>
            {
                AddTiny(builder, "base");
                for (int n = 0; n < 8; n++)
                {
                    AddTiny(builder, $"top{n}", "base");
                }
            });

            await using FfiRuntime ffi = await start.Within();
            Assert.All(ffi.Libraries, name => Assert.Equal(LibraryState.Ready, ffi[name].State));
        }
    }

    private static void AddTiny(FfiRuntimeBuilder builder, string name, params string[] needs) => builder.AddLibrary(name, library => library
        .Path("libm.so.6")
        .DependsOn(needs)
        .Declare("double cos(double x)"));
}
