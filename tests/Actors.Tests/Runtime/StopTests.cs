using System.Collections.Concurrent;
using ActorFfi.Actors.Tests.Hosting;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Runtime;

public sealed class StopTests
{
    [Fact]
    public async Task A_stop_finishes_what_is_running_and_queued()
    {
        FfiRuntime ffi = await FixtureLibrary.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        Task<NativeReply> running;
        Task<NativeReply> queued;
        Task stopping;
        using (Gate gate = new(library))
        {
            running = gate.TryPassAsync();
            gate.AwaitWaiting(1);
            queued = gate.TryPassAsync();
            stopping = ffi.StopAsync();
            Assert.Equal(LibraryState.Draining, library.State);
            NativeReply refused = await library["add_i32"].TryCallAsync(1, 2);
            Assert.Equal(LibraryState.Draining, Assert.IsType<LibraryUnavailableException>(refused.Failure).State);
            Assert.False(stopping.IsCompleted);
        }

        await stopping.Within();
        Assert.True((await running.Within()).IsSuccess);
        Assert.True((await queued.Within()).IsSuccess);
    }

    [Fact]
    public async Task A_stop_answers_what_it_could_not_finish_in_time()
    {
        FfiRuntime ffi = await FixtureLibrary.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer flag = library.Allocate(sizeof(int));
        using OwnedBuffer other = library.Allocate(sizeof(int));
        Task<NativeReply> running = library["wait_for_flag"].TryCallAsync(flag).AsTask();
        SymbolEntry symbol = library["wait_for_flag"].Entry;
        Eventually.Holds(() => symbol.Mailbox is { Workers: 1, Length: 0 }, "the call began");
        Task<NativeReply> queued = library["wait_for_flag"].TryCallAsync(other).AsTask();
        using CancellationTokenSource impatient = new();
        Task stopping = ffi.StopAsync(impatient.Token);
        await impatient.CancelAsync();
        await stopping.Within();
        Assert.IsType<LibraryUnavailableException>((await running.Within()).Failure);
        Assert.IsType<LibraryUnavailableException>((await queued.Within()).Failure);
        Assert.Equal(BufferState.Owned, other.State);
        Assert.Equal(BufferState.Abandoned, flag.State); // Native code still has it.
        NativeFlag.Raise(flag);
        Eventually.Holds(() => library.LiveBuffers == 1, "native code returned and its buffer was freed");
    }

    [Fact]
    public async Task Calls_after_the_stop_are_refused_through_both_doors()
    {
        FfiRuntime ffi = await FixtureLibrary.StartAsync();
        SymbolRef add = ffi[FixtureLibrary.Name]["add_i32"];
        await ffi.DisposeAsync();
        await ffi.DisposeAsync();
        Assert.Equal(LibraryState.Stopped, Assert.Throws<LibraryUnavailableException>(() => add.Invoke(1, 2)).State);
        Assert.Equal(LibraryState.Stopped, (await Assert.ThrowsAsync<LibraryUnavailableException>(async () => await add.CallAsync(1, 2))).State);
    }

    [Fact]
    public async Task Threads_end_with_the_runtime()
    {
        FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib.Workers(4));
        LibraryRef library = ffi[FixtureLibrary.Name];
        HashSet<long> threads;
        using (Gate gate = new(library))
        {
            Task<long>[] calls = [.. Enumerable.Range(0, 4).Select(_ => gate.PassAsync())];
            gate.AwaitWaiting(4);
            gate.Open();
            threads = [.. await Task.WhenAll(calls).Within()];
        }

        await ffi.DisposeAsync();
        Eventually.Holds(() => !threads.Any(thread => Directory.Exists($"/proc/self/task/{thread}")), "the workers' threads ended");
    }

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
