namespace ActorFfi.Actors.Tests.Calls;

public abstract class NonblockingCallContract(IsolationMode isolation) : PlacementContract(isolation)
{
    [Fact]
    public async Task A_nonblocking_call_returns_while_native_code_still_waits()
    {
        await using FfiRuntime ffi = await StartAsync();
        using Gate gate = new(ffi[FixtureLibrary.Name]);
        Task<long> passing = gate.PassAsync();
        gate.AwaitWaiting(1);
        Assert.False(passing.IsCompleted);
        gate.Open();
        Assert.NotEqual(0, await passing.Within());
    }

    [Theory]
    [InlineData(ThreadMode.Dedicated)]
    [InlineData(ThreadMode.Shared)]
    public async Task A_buffer_keeps_its_address_before_in_and_after_a_call_and_after_a_move(ThreadMode threads)
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Threads(threads));
        SymbolRef addressOf = ffi[FixtureLibrary.Name]["address_of"];
        using OwnedBuffer buffer = ffi[FixtureLibrary.Name].Allocate(4096);
        ulong before = addressOf.Invoke(buffer).ToUInt64();
        ulong during = (await addressOf.CallAsync(buffer)).Value.ToUInt64();
        ulong after = addressOf.Invoke(buffer).ToUInt64();
        using OwnedBuffer moved = buffer.Move();
        Assert.Equal([before, before, before], [during, after, addressOf.Invoke(moved).ToUInt64()]);
    }

    [Fact]
    public async Task A_buffer_in_flight_is_detached_and_comes_back_with_the_reply()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer data = library.Allocate(16);
        NativeCall call = new(library["fill_bytes"], data, 16, 7);
        BufferDetachedException e = Assert.Throws<BufferDetachedException>(() => data.Read(static bytes => bytes[0]));
        Assert.Equal((FixtureLibrary.Name, "fill_bytes"), (e.Library, e.Symbol));
        NativeReply reply = (await library.CallManyAsync(call))[0];
        Assert.Same(data, reply.Buffers[0]);
        Assert.Equal(7, data.Read(static bytes => bytes[15]));
    }

    [Fact]
    public async Task A_reply_carries_value_errno_timings_and_each_buffer_once()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        NativeReply failed = await library["set_errno"].CallAsync(42);
        Assert.Null(failed.NativeTime);
        Assert.Equal((-1, 42, true), (failed.Value.ToInt32(), failed.Errno, failed.IsSuccess));

        NativeReply slow = await library["count_call_slowly"].With(new CallOptions { Timings = true }).CallAsync(0, 2000);
        Assert.True(slow.NativeTime >= TimeSpan.FromMilliseconds(2), $"{slow.NativeTime} is shorter than the sleep.");
        Assert.True(slow.QueueTime > TimeSpan.Zero);

        using OwnedBuffer one = library.Allocate(64);
        using OwnedBuffer two = library.Allocate(32);
        NativeReply copied = await library["copy_bytes"].CallAsync(two, one, 32);
        Assert.Equal([two, one], [copied.Buffers[0], copied.Buffers[1]]);
        NativeReply within = await library["copy_bytes"].CallAsync(one.Slice(0, 32), one.Slice(32, 32), 32);
        Assert.Equal(1, within.Buffers.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => within.Buffers[1]);
    }

    [Fact]
    public async Task A_declared_failure_is_thrown_by_CallAsync_and_given_by_TryCallAsync()
    {
        await using FfiRuntime ffi = await StartAsync();
        SymbolRef fail = ffi[FixtureLibrary.Name]["fail_with"];
        NativeCallFailedException thrown = await Assert.ThrowsAsync<NativeCallFailedException>(async () => await fail.CallAsync(-3, 5));
        Assert.Equal((-3, 5, "fail_with"), (thrown.Value.ToInt32(), thrown.Errno, thrown.Symbol));
        Assert.IsType<NativeCallFailedException>((await fail.TryCallAsync(-3, 5)).Failure);
        Assert.IsType<NativeCallFailedException>(fail.TryInvoke(-3, 5).Failure);
        Assert.Throws<NativeCallFailedException>(() => fail.Invoke(-3, 5));
        Assert.True((await fail.CallAsync(-3, 0)).IsSuccess); // The rule needs errno as well.
        Assert.True((await fail.CallAsync(3, 5)).IsSuccess);
    }

    [Fact]
    public async Task A_failed_promise_looks_failed_before_it_is_awaited()
    {
        await using FfiRuntime ffi = await StartAsync();
        ValueTask<NativeReply> promise = ffi[FixtureLibrary.Name]["fail_with"].CallAsync(-3, 5);
        Eventually.Holds(() => promise.IsCompleted, "the call ended");
        Assert.True(promise.IsFaulted);
        await Assert.ThrowsAsync<NativeCallFailedException>(promise.AsTask);
    }

    [Fact]
    public async Task A_promise_that_was_awaited_refuses_to_be_awaited_again()
    {
        await using FfiRuntime ffi = await StartAsync();
        ValueTask<NativeReply> promise = ffi[FixtureLibrary.Name]["add_i32"].CallAsync(1, 2);
        Assert.Equal(3, (await promise).Value.ToInt32());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await promise);
    }

    [Fact]
    public async Task A_caller_can_cancel_a_queued_call_and_has_its_buffer_back()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using Gate gate = new(library);
        Task<long> running = gate.PassAsync();
        gate.AwaitWaiting(1);
        using CancellationTokenSource cancellation = new();
        Task<long> queued = gate.PassAsync(cancellation.Token);
        Assert.False(queued.IsCompleted);
        await cancellation.CancelAsync();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.Within());
        Assert.Equal(cancellation.Token, e.CancellationToken);
        gate.Open();
        Assert.NotEqual(0, await running.Within());
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_keeps_the_call_out_of_native_code()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        uint id = CallIds.Next(1);
        using OwnedBuffer data = library.Allocate(8);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await library["count_call"].With(new CancellationToken(true)).CallAsync(id));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await library["sum_bytes"].With(new CancellationToken(true)).CallAsync(data, 8));
        Assert.Equal(BufferState.Owned, data.State);
        Assert.Equal(0, library["executions_of"].Invoke(id).ToInt32());
    }

    [Fact]
    public async Task A_running_call_is_not_cancelled_in_process()
    {
        await using FfiRuntime ffi = await StartAsync();
        using Gate gate = new(ffi[FixtureLibrary.Name]);
        using CancellationTokenSource cancellation = new();
        Task<long> running = gate.PassAsync(cancellation.Token);
        gate.AwaitWaiting(1);
        await cancellation.CancelAsync();
        gate.Open();
        Assert.NotEqual(0, await running.Within());
    }

    [Fact]
    public async Task A_wrong_argument_fails_at_the_call_and_takes_nothing()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer data = library.Allocate(8);
        ArgumentException e = Assert.Throws<ArgumentException>(() => { library["sum_bytes"].CallAsync(data, 9); });
        Assert.Equal("data", e.ParamName);
        Assert.Throws<ArgumentException>(() => { library["echo_u8"].CallAsync(256); });
        Assert.Equal(BufferState.Owned, data.State);
    }

    [Fact]
    public async Task Continuations_never_run_on_a_worker()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using Gate gate = new(library);
        Task<bool> afterwards = Task.Run(async () =>
        {
            await gate.PassAsync().ConfigureAwait(false);
            return Thread.CurrentThread.IsThreadPoolThread;
        });
        gate.AwaitWaiting(1);
        gate.Open();
        Assert.True(await afterwards.Within());
    }
}
