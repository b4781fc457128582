using System.Collections.Concurrent;
using ActorFfi.Actors.Tests.Hosting;
using ActorFfi.Actors.Tests.Isolation;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>Code of the application that is told what happens: it may throw, and it may send commands.</summary>
public sealed class ListenerTests
{
    private const int ListenerThrew = 1040;

    [Theory]
    [InlineData(IsolationMode.None)]
    [InlineData(IsolationMode.Process)]
    public async Task Listener_ThatThrowsAtEachStep_IsLoggedAndHarmsNobody(IsolationMode isolation)
    {
        using RecordingLoggerProvider log = new();
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        ConcurrentQueue<LibraryState> seen = [];
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.UseLogging(loggers).AddFixture(library => library
            .Isolation(isolation)
            .RestartDelay(TimeSpan.FromMilliseconds(1))
            .OnFatalResult(FailureDirective.RestartLibrary)
            .Declare("int32_t echo_i32(int32_t v)", symbol => symbol.Fatal("result < 0"))));
        LibraryRef library = ffi[FixtureLibrary.Name];
        library.StateChanged += static _ => throw new InvalidOperationException("The listener's own.");
        ffi.LibraryStateChanged += static _ => throw new InvalidOperationException("Another's.");
        library.StateChanged += step => seen.Enqueue(step.State);

        await library["echo_i32"].TryCallAsync(-1);
        Eventually.Holds(() => seen.Contains(LibraryState.Ready), "it was started again");
        await library.RestartAsync().Within();
        await library.DrainAsync().Within();

        Assert.Superset(new HashSet<LibraryState> { LibraryState.BackingOff, LibraryState.Loading, LibraryState.Ready, LibraryState.Draining, LibraryState.Stopped }, seen.ToHashSet());
        Assert.True(log.MessagesOf(ListenerThrew).Count() >= 2 * seen.Distinct().Count());
    }

    [Fact]
    public async Task Listener_ThatThrowsAtTheDeathOfAGuest_LeavesTheServiceAlive()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        library.StateChanged += static _ => throw new InvalidOperationException("The listener's own.");

        Assert.IsType<GuestCrashedException>((await library["crash_abort"].TryCallAsync().AsTask().Within()).Failure);

        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task CriticalFailure_ReachesEachListener()
    {
        TaskCompletionSource<LibraryUnavailableException> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddFixture(library => library
            .Critical()
            .OnFatalResult(FailureDirective.Escalate)
            .Declare("int32_t echo_i32(int32_t v)", symbol => symbol.Fatal("result < 0"))));
        ffi.CriticalLibraryFailed += static _ => throw new InvalidOperationException("The listener's own.");
        ffi.CriticalLibraryFailed += told.SetResult;

        await ffi[FixtureLibrary.Name]["echo_i32"].TryCallAsync(-1);

        Assert.Equal(FixtureLibrary.Name, (await told.Task.Within()).Library);
        await ffi[FixtureLibrary.Name].ReviveAsync().Within(); // The actor that told it goes on.
    }

    [Fact]
    public async Task Logger_ThatThrows_HarmsNobody()
    {
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(new ThrowingLoggerProvider()));
        FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.UseLogging(loggers).AddFixture(library => library
            .Isolation(IsolationMode.Process)
            .RestartDelay(TimeSpan.FromMilliseconds(1))
            .Declare("int32_t crash_complain(const char *text)")));
        LibraryRef library = ffi[FixtureLibrary.Name];

        // The guest's last words are logged on the thread that watches all guests.
        Assert.IsType<GuestCrashedException>((await library["crash_complain"].TryCallAsync("last words").AsTask().Within()).Failure);

        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
        await ffi.StopAsync().Within();
        Assert.NotEqual(0, Assert.IsType<SafeLogger>(ffi.Logger).Lost);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Listener_ThatSendsACommand_DoesNotMeetAStopOrDrainHalfway(bool isStop)
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        Task? other = null;
        Task? revival = null;
        library.StateChanged += _ =>
        {
            if (other is null)
            {
                TaskCompletionSource<Task> sent = new();
                Thread thread = new(() => sent.SetResult(isStop ? ffi.StopAsync() : library.DrainAsync())) { IsBackground = true };
                other = sent.Task.Unwrap();
                thread.Start();
                Eventually.Holds(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), "the other one waits for the step to be told");
                revival = library.ReviveAsync();
            }
        };

        Task restart = library.RestartAsync();
        Eventually.Holds(() => revival is not null, "the command was sent");

        Assert.All(await Task.WhenAll(OutcomeOf(restart), OutcomeOf(other!), OutcomeOf(revival!)).Within(), static failure => Assert.True(failure is null or LibraryUnavailableException or LibraryRevivedException, $"{failure}"));
    }

    private static async Task<Exception?> OutcomeOf(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.Exception?.InnerException;
    }

    private sealed class ThrowingLoggerProvider : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new ObjectDisposedException(nameof(ThrowingLoggerProvider));

        public void Dispose()
        {
        }
    }
}
