namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>The one thread of a guest, and who waits for it.</summary>
public sealed class GuestLaneTests
{
    [Fact]
    public Task Call_WaitingBehindOneThatWasCancelled_GetsTheThread() => DemandTurnAsync(static library =>
    {
        Task<NativeReply> call = library["process_id"].TryCallAsync().AsTask();
        AwaitWaiting(library["process_id"]);
        return AnswerAsync(call);
    });

    [Fact]
    public Task SynchronousCall_WaitingBehindOneThatWasCancelled_GetsTheThread() => DemandTurnAsync(static async library =>
    {
        Task<int> synchronous = Task.Factory.StartNew(() => library["process_id"].Invoke().ToInt32(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task<NativeReply> last = library["sleep_ms"].TryCallAsync(0).AsTask();
        AwaitWaiting(library["sleep_ms"]);
        Assert.Null((await last.Within()).Failure);
        return await synchronous.Within();
    });

    [Fact]
    public async Task SynchronousAndNonblockingCalls_OfOneThread_GetTheirOwnReplies()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Threads(ThreadMode.Pinned));
        SymbolRef add = ffi[FixtureLibrary.Name]["add_i32"];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (int round = 0; round < 60; round++)
            {
                Task<NativeReply>[] calls = [.. Enumerable.Range(0, 32).Select(i => add.CallAsync(i, caller).AsTask())];
                Assert.Equal(Enumerable.Range(caller, 32), (await Task.WhenAll(calls)).Select(static reply => reply.Value.ToInt32()));
                Assert.All(Enumerable.Range(0, 32), i => Assert.Equal(i - caller, add.Invoke(i, -caller).ToInt32()));
            }
        }))).Within();
    }

    // What waits while the thread is busy, behind a call that is cancelled meanwhile, is answered by that guest.
    private static async Task DemandTurnAsync(Func<LibraryRef, Task<int>> wait)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(static library => library.Threads(ThreadMode.Pinned));
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall running = new(library);
        running.AwaitBegun();
        using CancellationTokenSource cancellation = new();
        Task<NativeReply> cancelled = library["add_i32"].With(cancellation.Token).TryCallAsync(1, 2).AsTask();
        AwaitWaiting(library["add_i32"]);
        Task<int> waiting = wait(library);
        await cancellation.CancelAsync();
        Assert.IsType<OperationCanceledException>((await cancelled.Within()).Failure);

        running.Release();

        Assert.Equal((await running.Reply.Within()).Value.ToInt32(), await waiting.Within());
    }

    private static async Task<int> AnswerAsync(Task<NativeReply> call) => (await call.Within()).Value.ToInt32();

    private static void AwaitWaiting(SymbolRef symbol) => Eventually.Holds(() => symbol.Workers is [{ State: WorkerState.Suspended }], "the worker waits for the thread");
}
