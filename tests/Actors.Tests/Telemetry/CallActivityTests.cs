using System.Collections.Concurrent;
using System.Diagnostics;

namespace ActorFfi.Actors.Tests.Telemetry;

/// <summary>The activities that stand for calls. Alone: a listener is one of the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class CallActivityTests : IDisposable
{
    private readonly string _library = ObservedLibrary.NextName();
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly Activity _caller = new("caller");

    public CallActivityTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "ActorFfi",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _caller.Start();
    }

    [Fact]
    public async Task Call_IsAChildOfItsCallersActivityWithItsEventsInOrder()
    {
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);

        ValueTask<NativeReply> promise = ffi[_library]["add_i32"].CallAsync(1, 2);
        Activity? afterPost = Activity.Current;
        NativeReply reply = await promise;

        Activity call = Assert.Single(_ended);
        Assert.Same(_caller, afterPost);
        Assert.Same(_caller, Activity.Current);
        Assert.Equal(_caller.SpanId, call.ParentSpanId);
        Assert.Equal($"{_library}/add_i32", call.OperationName);
        Assert.Equal(ActivityKind.Internal, call.Kind);
        Assert.Equal(ActivityStatusCode.Unset, call.Status);
        Assert.Equal(_library, call.GetTagItem("library"));
        Assert.Equal("add_i32", call.GetTagItem("symbol"));
        Assert.Equal("success", call.GetTagItem("outcome"));
        ActivityEvent[] events = [.. call.Events];
        Assert.Equal(["queued", "native.begin", "native.end"], events.Select(one => one.Name));
        Assert.Equal(reply.QueueTime, events[1].Timestamp - events[0].Timestamp);
        Assert.Equal(reply.NativeTime, events[2].Timestamp - events[1].Timestamp);
    }

    [Fact]
    public async Task Call_ThatFails_ReachesEachListenerAndEndsItsActivity()
    {
        ConcurrentQueue<string> told = [];
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);
        ffi.CallFailed += static _ => throw new InvalidOperationException("The listener's own.");
        ffi.CallFailed += call => told.Enqueue(call.Symbol);

        Assert.False((await ffi[_library]["fail_with"].TryCallAsync(-1, 5)).IsSuccess);

        Assert.Equal(["fail_with"], told);
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(_ended).Status);
    }

    [Fact]
    public async Task Call_ThatFails_HasTheErrorsTypeAndMessage()
    {
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);

        NativeReply reply = await ffi[_library]["fail_with"].TryCallAsync(-1, 5);

        Activity call = Assert.Single(_ended);
        Assert.Equal(ActivityStatusCode.Error, call.Status);
        Assert.Equal(reply.Failure!.Message, call.StatusDescription);
        Assert.Equal(typeof(NativeCallFailedException).FullName, call.GetTagItem("error.type"));
        Assert.Equal("declared_failure", call.GetTagItem("outcome"));
    }

    [Fact]
    public async Task Call_ThatItsGuestDiedIn_HasTheCrashAndItsEvents()
    {
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library, static library => library.Isolation(IsolationMode.Process).Declare("int32_t crash_abort(void)"));

        NativeReply reply = await ffi[_library]["crash_abort"].TryCallAsync().AsTask().Within();

        GuestCrashedException crash = Assert.IsType<GuestCrashedException>(reply.Failure);
        Activity call = Assert.Single(_ended);
        Assert.Equal((ActivityStatusCode.Error, crash.Message), (call.Status, call.StatusDescription));
        Assert.Equal((_library, "crash_abort", "crashed"), (call.GetTagItem("library"), call.GetTagItem("symbol"), call.GetTagItem("outcome")));
        Assert.Equal(typeof(GuestCrashedException).FullName, call.GetTagItem("error.type"));
        Assert.Equal(_caller.SpanId, call.ParentSpanId);
        ActivityEvent[] events = [.. call.Events];
        Assert.Equal(["queued", "native.begin", "native.end"], events.Select(static one => one.Name));
        Assert.Equal(reply.QueueTime, events[1].Timestamp - events[0].Timestamp);
        Assert.Equal(reply.NativeTime, events[2].Timestamp - events[1].Timestamp);
        Assert.Same(_caller, Activity.Current);
    }

    [Fact]
    public async Task Call_ThatIsRefused_HasNoNativeEvents()
    {
        FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);
        LibraryRef library = ffi[_library];
        await ffi.DisposeAsync();

        await library["add_i32"].TryCallAsync(1, 2);

        Activity call = Assert.Single(_ended);
        Assert.Equal(["queued"], call.Events.Select(one => one.Name));
        Assert.Equal("unavailable", call.GetTagItem("outcome"));
    }

    [Fact]
    public async Task SynchronousCall_IsAChildOfItsCallersActivityToo()
    {
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);

        ffi[_library]["add_i32"].Invoke(1, 2);
        Assert.Throws<ArgumentException>(() => ffi[_library]["add_i32"].Invoke(1));

        Assert.Same(_caller, Activity.Current);
        Activity[] calls = [.. _ended];
        Assert.All(calls, call => Assert.Equal(_caller.SpanId, call.ParentSpanId));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], calls.Select(call => call.Status));
        Assert.Equal(["success", null], calls.Select(call => call.GetTagItem("outcome")));
    }

    [Fact]
    public async Task Calls_OfABatch_HaveAnActivityEach()
    {
        await using FfiRuntime ffi = await ObservedLibrary.StartAsync(_library);
        SymbolRef add = ffi[_library]["add_i32"];

        await ffi[_library].CallManyAsync(new NativeCall(add, 1, 2), new NativeCall(add, 3, 4));

        Assert.Equal(2, _ended.Count);
        Assert.All(_ended, call => Assert.Equal(_caller.SpanId, call.ParentSpanId));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _caller.Dispose();
    }
}
