using System.Collections.Concurrent;
using ActorFfi.Actors.Tests.Hosting;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Runtime;

public sealed class StopTests() : StopContract(IsolationMode.None)
{
    [Fact]
    public async Task A_stop_says_per_library_what_was_finished_cancelled_and_abandoned()
    {
        using RecordingLoggerProvider log = new();
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.UseLogging(loggers).AddFixture());
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer flag = library.Allocate(sizeof(int));
        using OwnedBuffer other = library.Allocate(sizeof(int));
        using Gate gate = new(library);
        Task<NativeReply> running = library["wait_for_flag"].TryCallAsync(flag).AsTask();
        Eventually.Holds(() => library["wait_for_flag"].Entry.Mailbox is { Workers: 1, Length: 0 }, "the call began");
        Task<NativeReply> queued = library["wait_for_flag"].TryCallAsync(other).AsTask();
        Task<NativeReply> finished = gate.TryPassAsync();
        gate.AwaitWaiting(1);
        using CancellationTokenSource impatient = new();
        Task stopping = ffi.StopAsync(impatient.Token);
        gate.Open();
        await finished.Within();
        await impatient.CancelAsync();
        await stopping.Within();

        Assert.Contains(
            "1 were finished, 1 were still queued and got no execution, and 1 were running and left to native code", Assert.Single(log.MessagesOf(1012)), StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(running, queued).Within(), static reply => Assert.IsType<LibraryUnavailableException>(reply.Failure));
        NativeFlag.Raise(flag);
    }

    [Fact]
    public async Task A_stop_whose_time_is_over_has_a_line_for_each_library()
    {
        using RecordingLoggerProvider log = new();
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        string[] names = ["busy", "idle", "absent"];
        FfiRuntime ffi = await FfiRuntime.StartAsync(b => b
            .UseLogging(loggers)
            .ShutdownTimeout(TimeSpan.FromMilliseconds(50))
            .AddLibrary("busy", lib => lib.Path(FixtureLibrary.File).StopTimeout(TimeSpan.FromHours(1)).Declare("int32_t wait_for_flag(const volatile int32_t *flag)"))
            .AddLibrary("idle", lib => lib.Path(FixtureLibrary.File).Declare("int32_t add_i32(int32_t a, int32_t b)"))
            .AddLibrary("absent", lib => lib.Path("libactorffi_is_absent.so").Declare("int32_t f(void)")));
        using OwnedBuffer flag = ffi["busy"].Allocate(sizeof(int));
        Task<NativeReply> running = ffi["busy"]["wait_for_flag"].TryCallAsync(flag).AsTask();
        Eventually.Holds(() => ffi["busy"]["wait_for_flag"].Entry.Mailbox is { Workers: 1, Length: 0 }, "the call began");

        await ffi.StopAsync().Within();

        Assert.IsType<LibraryUnavailableException>((await running.Within()).Failure);
        string[] lines = [.. log.MessagesOf(1012)];
        Assert.All(names, name => Assert.Single(lines, line => line.Contains($"'{name}'", StringComparison.Ordinal)));
        Assert.Contains("1 were running and left to native code", lines.Single(static line => line.Contains("'busy'", StringComparison.Ordinal)), StringComparison.Ordinal);
        NativeFlag.Raise(flag);
    }

    [Fact]
    public async Task A_stop_waits_for_synchronous_calls_no_longer_than_the_shutdown_timeout()
    {
        FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.ShutdownTimeout(TimeSpan.FromMilliseconds(50)).AddFixture(lib => lib.StopTimeout(TimeSpan.FromHours(1))));
        LibraryRef library = ffi[FixtureLibrary.Name];
        int gate = FixtureLibrary.NextGate();
        library["gate_close"].Invoke(gate);
        NativeFunction open = library["gate_open"].Entry.Function!;
        Task<long> call = Task.Factory.StartNew(() => library["gate_pass"].Invoke(gate).ToInt64(), TaskCreationOptions.LongRunning);
        Eventually.Holds(() => library["gate_waiting"].Invoke(gate).ToInt32() == 1, "the call began");

        await ffi.StopAsync().Within();

        Assert.False(call.IsCompleted);
        open.InvokeAnyway([gate], out _); // The library stays loaded as long as the call is in it.
        Assert.NotEqual(0, await call.Within());
    }

    [Fact]
    public async Task The_event_stream_of_the_actor_system_has_each_step()
    {
        ConcurrentQueue<LibraryStateChange> steps = [];
        ActorSystem system = ActorSystem.Create("steps");
        FfiRuntime ffi = new(new FfiRuntimeBuilder().AddFixture().Build());
        system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Listener(steps))), typeof(LibraryStateChange));
        ffi.Start(system, () => Task.CompletedTask);
        await ffi.WhenSettled().Within();
        await ffi.DisposeAsync();

        Eventually.Holds(() => steps.Any(static step => step.State == LibraryState.Stopped), "the stop was told");
        await system.Terminate();
        Assert.Equal([LibraryState.Ready, LibraryState.Draining, LibraryState.Stopped], steps.Select(static step => step.State).Where(static state => state != LibraryState.Loading));
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<LibraryStateChange> steps) => Receive<LibraryStateChange>(steps.Enqueue);
    }
}
