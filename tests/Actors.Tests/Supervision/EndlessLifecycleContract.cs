using ActorFfi.Actors.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>Calls of <c>OnStart</c> and <c>OnStop</c> that do not return hold nobody up.</summary>
public abstract class EndlessLifecycleContract(IsolationMode isolation) : PlacementContract(isolation)
{
    private const int Overran = 1017;

    [Fact]
    public async Task OnStop_ThatDoesNotReturn_IsGivenUpByAStop()
    {
        await using EndlessCall endless = await EndlessCall.CreateAsync();
        using RecordingLoggerProvider log = new();
        FfiRuntime ffi = await StartAsync(library => endless.InOnStop(library), log, shutdownTimeout: TimeSpan.FromHours(1));

        await ffi.StopAsync().Within();

        Assert.Equal(LibraryState.Stopped, ffi[FixtureLibrary.Name].State);
        Assert.Contains("'OnStop' has not returned", Assert.Single(log.MessagesOf(Overran)), StringComparison.Ordinal);
        Assert.Single(log.MessagesOf(1012));
    }

    [Fact]
    public async Task OnStop_ThatDoesNotReturn_IsGivenUpByAStopWhoseTimeIsOver()
    {
        await using EndlessCall endless = await EndlessCall.CreateAsync();
        using RecordingLoggerProvider log = new();
        FfiRuntime ffi = await StartAsync(library => endless.InOnStop(library).StopTimeout(TimeSpan.FromHours(1)), log, shutdownTimeout: TimeSpan.FromMilliseconds(20));

        await ffi.StopAsync().Within();

        Assert.Single(log.MessagesOf(Overran));
    }

    [Fact]
    public async Task OnStop_ThatDoesNotReturn_IsGivenUpByARestart()
    {
        await using EndlessCall endless = await EndlessCall.CreateAsync();
        using RecordingLoggerProvider log = new();
        await using FfiRuntime ffi = await StartAsync(library => endless.InOnStop(library), log, shutdownTimeout: TimeSpan.FromSeconds(1));
        LibraryRef library = ffi[FixtureLibrary.Name];

        await library.RestartAsync().Within();

        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
        Assert.Equal((LibraryState.Ready, 2), (library.State, library.Generation));
        Assert.Single(log.MessagesOf(Overran));
    }

    [Fact]
    public async Task OnStart_ThatDoesNotReturn_IsGivenUpByAStop()
    {
        await using EndlessCall endless = await EndlessCall.CreateAsync();
        using RecordingLoggerProvider log = new();
        using CancellationTokenSource impatient = new();

        Task<FfiRuntime> start = StartAsync(library => endless.InOnStart(library), log, shutdownTimeout: TimeSpan.FromMilliseconds(20), impatient.Token);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.Within());
        Assert.Single(log.MessagesOf(1012));
    }

    private Task<FfiRuntime> StartAsync(Action<LibraryBuilder> configure, RecordingLoggerProvider log, TimeSpan shutdownTimeout, CancellationToken cancellationToken = default)
    {
        ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        return FfiRuntime.StartAsync(
            builder => builder.UseLogging(loggers).ShutdownTimeout(shutdownTimeout).AddFixture(library =>
            {
                library.Isolation(IsIsolated ? IsolationMode.Process : IsolationMode.None).StopTimeout(TimeSpan.FromMilliseconds(50));
                configure(library);
            }),
            cancellationToken);
    }
}
