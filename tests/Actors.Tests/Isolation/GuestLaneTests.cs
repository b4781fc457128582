namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Who waits for the one thread of a guest gets it, whatever becomes of those before.</summary>
public sealed class GuestLaneTests
{
    [Fact]
    public async Task Call_WaitingBehindOneThatWasCancelled_GetsTheThread()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall running = new(library);
        running.AwaitBegun();
        using CancellationTokenSource cancellation = new();
        Task<NativeReply> cancelled = library["add_i32"].With(cancellation.Token).TryCallAsync(1, 2).AsTask();
        AwaitWaiting(library["add_i32"]);
        Task<NativeReply> waiting = library["process_id"].TryCallAsync().AsTask();
        AwaitWaiting(library["process_id"]);
        await cancellation.CancelAsync();
        Assert.IsType<OperationCanceledException>((await cancelled.Within()).Failure);

        running.Release();

        Assert.Null((await waiting.Within()).Failure);
        Assert.Null((await running.Reply.Within()).Failure);
    }

    [Fact]
    public async Task SynchronousCall_WaitingBehindOneThatWasCancelled_GetsTheThread()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall running = new(library);
        running.AwaitBegun();
        using CancellationTokenSource cancellation = new();
        Task<NativeReply> cancelled = library["add_i32"].With(cancellation.Token).TryCallAsync(1, 2).AsTask();
        AwaitWaiting(library["add_i32"]);
        Task<int> waiting = Task.Factory.StartNew(() => library["process_id"].Invoke().ToInt32(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task<NativeReply> last = library["sleep_ms"].TryCallAsync(0).AsTask();
        AwaitWaiting(library["sleep_ms"]);
        await cancellation.CancelAsync();
        Assert.IsType<OperationCanceledException>((await cancelled.Within()).Failure);

        running.Release();

        Assert.Equal((await running.Reply.Within()).Value.ToInt32(), await waiting.Within());
        Assert.Null((await last.Within()).Failure);
    }

    private static void AwaitWaiting(SymbolRef symbol) => Eventually.Holds(() => symbol.Workers is [{ State: WorkerState.Suspended }], "the worker waits for the thread");

    private static Task<FfiRuntime> StartAsync() => IsolatedFixture.StartAsync(static library => library.Threads(ThreadMode.Pinned));
}
