using System.Collections.Concurrent;
using System.Diagnostics;

namespace ActorFfi.Actors.Tests.Telemetry;

/// <summary>What the meter and the activity source say of each way in which a call can end, wherever the library runs. Alone: a listener is one of the whole process.</summary>
public abstract class OutcomeContract(IsolationMode isolation)
{
    private readonly string _library = ObservedLibrary.NextName();

    [Fact]
    public async Task Success_and_declared_failure_are_counted_and_timed_through_both_doors()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await StartAsync();
        using Activities activities = new(_library);

        await Library(ffi)["add_i32"].CallAsync(1, 2);
        Library(ffi)["add_i32"].Invoke(1, 2);
        await Library(ffi)["fail_with"].TryCallAsync(-1, 5);
        Assert.Throws<NativeCallFailedException>(() => Library(ffi)["fail_with"].Invoke(-1, 5));

        Assert.Equal(["add_i32 success", "add_i32 success", "fail_with declared_failure", "fail_with declared_failure"], measured.Outcomes());
        Assert.Equal(["add_i32 success", "add_i32 success", "fail_with declared_failure", "fail_with declared_failure"], activities.Outcomes());
        Assert.All(activities.Ended, static call => Assert.Equal(["queued", "native.begin", "native.end"], call.Events.Select(static one => one.Name)));
        Assert.Equal((4, 4), (measured.Of("actorffi.call.queue_time").Length, measured.Of("actorffi.call.native_time").Length));
        Assert.Empty(measured.Of("actorffi.refusals"));
        Assert.Empty(measured.Of("actorffi.abandoned"));
    }

    [Fact]
    public async Task Calls_that_never_begin_are_counted_with_the_reason_and_have_no_native_time()
    {
        using Measurements measured = new(_library);
        FfiRuntime ffi = await StartAsync();
        using Activities activities = new(_library);
        using (Gate gate = new(Library(ffi)))
        {
            using CancellationTokenSource cancellation = new();
            Task<NativeReply> running = gate.TryPassAsync();
            gate.AwaitWaiting(1);
            Task cancelled = gate.PassAsync(cancellation.Token);
            Task<NativeReply> late = Library(ffi)["gate_pass"].With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(1) }).TryCallAsync(gate.Number).AsTask();
            await gate.TryPassAsync();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            Assert.False(Assert.IsType<CallTimeoutException>((await late.Within()).Failure).HasBegun);
            gate.Open();
            Assert.True((await running.Within()).IsSuccess);
        }

        await ffi.DisposeAsync();
        await Library(ffi)["gate_pass"].TryCallAsync(0);

        string[] outcomes = ["gate_pass cancelled", "gate_pass refused", "gate_pass success", "gate_pass timeout", "gate_pass unavailable"];
        Assert.Equal(outcomes, measured.Outcomes().Where(static one => one.StartsWith("gate_pass", StringComparison.Ordinal)));
        Assert.Equal(outcomes, activities.Outcomes().Where(static one => one.StartsWith("gate_pass", StringComparison.Ordinal)));
        Assert.Equal((1, 1), (measured.Of("actorffi.refusals", "gate_pass", "queue_full").Sum(), measured.Of("actorffi.refusals", "gate_pass", "stopped").Sum()));
        Assert.Single(measured.Of("actorffi.call.native_time", "gate_pass"));
        Assert.Single(activities.Ended, static call => call.OperationName.EndsWith("gate_pass", StringComparison.Ordinal) && call.Events.Any(static one => one.Name == "native.begin"));
    }

    [Fact]
    public async Task Calls_that_overrun_are_counted_as_late_and_what_took_their_place_as_restarted()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await StartAsync();
        using Activities activities = new(_library);
        await using EndOfCall end = new(isolation);

        NativeReply reply = await Library(ffi)["gate_pass"].With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(200) }).TryCallAsync(end.Close(Library(ffi))).AsTask().Within();
        await Library(ffi)["add_i32"].CallAsync(1, 2).AsTask().Within();

        Assert.True(Assert.IsType<CallTimeoutException>(reply.Failure).HasBegun);
        Assert.Equal(1, measured.Of("actorffi.calls", "gate_pass", "timeout").Sum());
        Assert.Equal(IsIsolated ? 0 : 1, measured.Of("actorffi.abandoned", "gate_pass").Sum());
        string scope = IsIsolated ? "guest" : "worker";
        Eventually.Holds(() => measured.Of("actorffi.restarts", scope).Sum() == 1, "the restart was counted");
        Activity late = Assert.Single(activities.Ended, static call => call.OperationName.EndsWith("gate_pass", StringComparison.Ordinal));
        Assert.Equal(("timeout", ActivityStatusCode.Error, typeof(CallTimeoutException).FullName), (late.GetTagItem("outcome"), late.Status, late.GetTagItem("error.type")));
        Assert.Contains(late.Events, static one => one.Name == "native.begin");
    }

    [Fact]
    public async Task A_call_that_a_stop_gives_up_is_counted_once()
    {
        using Measurements measured = new(_library);
        FfiRuntime ffi = await StartAsync(shutdown: TimeSpan.FromMilliseconds(1));
        await using EndOfCall end = new(isolation);
        int gate = end.Close(Library(ffi));
        Task<NativeReply> running = Library(ffi)["gate_pass"].TryCallAsync(gate).AsTask();
        Eventually.Holds(() => Library(ffi)["gate_waiting"].Invoke(gate).ToInt32() == 1, "the call waited at the gate");

        await ffi.DisposeAsync().AsTask().Within();

        Assert.IsType<LibraryUnavailableException>((await running.Within()).Failure);
        Assert.Equal([IsIsolated ? "gate_pass unavailable" : "gate_pass abandoned"], measured.Outcomes().Where(static one => one.StartsWith("gate_pass", StringComparison.Ordinal)));
        Assert.Equal(IsIsolated ? 0 : 1, measured.Of("actorffi.abandoned", "gate_pass").Sum());
    }

    [Fact]
    public async Task Restarts_of_a_worker_and_of_the_library_are_counted_by_scope()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await StartAsync(library => library
            .Declare("int32_t fail_with(int32_t result, int32_t code)", symbol => symbol.Alias("fatal").Fatal("result < 0")));

        await Library(ffi)["fatal"].TryCallAsync(-1, 0);
        await Library(ffi)["fatal"].CallAsync(1, 0);
        Eventually.Holds(() => measured.Of("actorffi.restarts", "fatal", "worker").Sum() == 1, "the worker's restart was counted");
        await Library(ffi).RestartAsync().Within();

        Assert.Equal(1, measured.Of("actorffi.restarts", "library").Sum());
    }

    [Fact]
    public async Task Queues_workers_and_buffers_are_observed()
    {
        using Measurements measured = new(_library);
        await using FfiRuntime ffi = await StartAsync();
        using OwnedBuffer buffer = Library(ffi).Allocate(100);
        using Gate gate = new(Library(ffi));
        Task<NativeReply> running = gate.TryPassAsync();
        gate.AwaitWaiting(1);
        Task<NativeReply> queued = gate.TryPassAsync();

        Assert.Equal([1], measured.Observe("actorffi.queue.length", "gate_pass"));
        Assert.Equal([1], measured.Observe("actorffi.workers", "gate_pass"));
        Assert.Equal([1], measured.Observe("actorffi.live_buffers"));
        Assert.Equal([100], measured.Observe("actorffi.live_bytes"));
        gate.Open();
        await Task.WhenAll(running, queued).Within();
    }

    private protected bool IsIsolated => isolation != IsolationMode.None;

    private protected LibraryRef Library(FfiRuntime ffi) => ffi[_library];

    private protected Measurements Measure() => new(_library);

    private protected Task<FfiRuntime> StartAsync(Action<LibraryBuilder>? configure = null, TimeSpan? shutdown = null) => ObservedLibrary.StartAsync(
        _library,
        library =>
        {
            library.Isolation(isolation);
            configure?.Invoke(library);
        },
        shutdown: shutdown);

    /// <summary>A gate that a call waits at; in process, where nothing else can end the call, another runtime of the same mapping opens it.</summary>
    private sealed class EndOfCall(IsolationMode isolation) : IAsyncDisposable
    {
        private readonly int _gate = FixtureLibrary.NextGate();

        public int Close(LibraryRef library)
        {
            library["gate_close"].Invoke(_gate);
            return _gate;
        }

        public async ValueTask DisposeAsync()
        {
            if (isolation == IsolationMode.None)
            {
                await using FfiRuntime opener = await FixtureLibrary.StartAsync();
                opener[FixtureLibrary.Name]["gate_open"].Invoke(_gate);
            }
        }
    }

    /// <summary>The activities of one library.</summary>
    private sealed class Activities : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = [];
        private readonly ActivityListener _listener;

        public Activities(string library)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == "ActorFfi",
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    if (library.Equals(activity.GetTagItem("library")))
                    {
                        _ended.Enqueue(activity);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IEnumerable<Activity> Ended => _ended;

        public string[] Outcomes() => [.. _ended.Select(static call => $"{call.GetTagItem("symbol")} {call.GetTagItem("outcome")}").Order(StringComparer.Ordinal)];

        public void Dispose() => _listener.Dispose();
    }
}
