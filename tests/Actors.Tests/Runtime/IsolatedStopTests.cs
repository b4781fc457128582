using ActorFfi.Actors.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Runtime;

public sealed class IsolatedStopTests() : StopContract(IsolationMode.Process)
{
    [Fact]
    public async Task A_stop_says_of_running_calls_that_they_ended_with_their_guests()
    {
        using RecordingLoggerProvider log = new();
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.UseLogging(loggers).ShutdownTimeout(TimeSpan.FromMilliseconds(1)).AddFixture(static library => library.Isolation(IsolationMode.Process)));
        LibraryRef library = ffi[FixtureLibrary.Name];
        int gate = FixtureLibrary.NextGate();
        library["gate_close"].Invoke(gate);
        Task<NativeReply> running = library["gate_pass"].TryCallAsync(gate).AsTask();
        Eventually.Holds(() => library["gate_waiting"].Invoke(gate).ToInt32() == 1, "the call waited at the gate");

        await ffi.StopAsync().Within();

        Assert.IsType<LibraryUnavailableException>((await running.Within()).Failure);
        Assert.Contains("and 1 were running and ended with their guests.", Assert.Single(log.MessagesOf(1012)), StringComparison.Ordinal);
    }
}
