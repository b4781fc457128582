namespace ActorFfi.Actors.Tests.Queues;

public abstract class BackPressureContract(IsolationMode isolation) : PlacementContract(isolation)
{
    [Fact]
    public async Task Bytes_of_buffers_that_do_not_fit_are_refused_with_their_reason()
    {
        await using FfiRuntime ffi = await StartWith100BytesAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using BusyBuffers busy = await OccupyAsync(library);
        using OwnedBuffer first = library.Allocate(80);
        using OwnedBuffer second = library.Allocate(30);
        using OwnedBuffer third = library.Allocate(20);
        Task<NativeReply> queued = busy.TryCallAsync(first);
        CallRefusedException e = Assert.IsType<CallRefusedException>((await busy.TryCallAsync(second).Within()).Failure);
        Assert.Equal((CallRefusal.BytesFull, 100L, BufferState.Owned), (e.Reason, e.Limit, second.State));
        Task<NativeReply> fits = busy.TryCallAsync(third);
        Assert.Equal((1, 0), (busy.Symbol.Entry.Mailbox.RefusedFor(CallRefusal.BytesFull), busy.Symbol.Entry.Mailbox.RefusedFor(CallRefusal.QueueFull)));
        busy.Free();
        Assert.All(await Task.WhenAll(queued, fits).Within(), reply => Assert.True(reply.IsSuccess));
    }

    [Fact]
    public async Task A_call_larger_than_the_bound_is_let_in_when_nothing_else_is_queued()
    {
        await using FfiRuntime ffi = await StartWith100BytesAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using BusyBuffers busy = await OccupyAsync(library);
        using OwnedBuffer huge = library.Allocate(1000);
        using OwnedBuffer small = library.Allocate(4);
        Task<NativeReply> queued = busy.TryCallAsync(huge);
        Assert.IsType<CallRefusedException>((await busy.TryCallAsync(small).Within()).Failure);
        busy.Free();
        Assert.True((await queued.Within()).IsSuccess);
    }

    [Theory]
    [InlineData(true, CallRefusal.LibraryFull, 2)]
    [InlineData(false, CallRefusal.LibraryBytesFull, 16)]
    public async Task A_librarys_bound_counts_the_calls_of_all_its_symbols(bool inCalls, CallRefusal reason, long limit)
    {
        await using FfiRuntime ffi = await StartAsync(lib =>
        {
            lib.Overflow(OverflowMode.Reject).Declare("uint64_t sum_bytes(const uint8_t data[length], size_t length)", symbol => symbol.Alias("other"));
            lib.Options.Concurrency = 1;
            lib.Options.TotalQueueLimit = inCalls ? 2 : null;
            lib.Options.TotalQueueBytes = inCalls ? null : 16;
        });
        LibraryRef library = ffi[FixtureLibrary.Name];
        OwnedBuffer[] buffers = [library.Allocate(8), library.Allocate(8), library.Allocate(8)];
        using BusyBuffers busy = await OccupyAsync(library);
        Task<NativeReply>[] queued = [library["sum_bytes"].TryCallAsync(buffers[0], 8).AsTask(), library["other"].TryCallAsync(buffers[1], 8).AsTask()];
        CallRefusedException e = Assert.IsType<CallRefusedException>((await library["other"].TryCallAsync(buffers[2], 8).AsTask().Within()).Failure);
        Assert.Equal((reason, limit, "other"), (e.Reason, e.Limit, e.Symbol));
        Assert.Equal(1, library["other"].Entry.Mailbox.RefusedFor(reason));
        busy.Free();
        Assert.All(await Task.WhenAll(queued).Within(), reply => Assert.True(reply.IsSuccess));
        Array.ForEach(buffers, static buffer => buffer.Dispose());
        Assert.Equal(0, library.LiveBuffers);
    }

    [Fact]
    public async Task Calls_that_wait_for_room_in_the_library_are_served_in_order_and_can_be_cancelled()
    {
        await using FfiRuntime ffi = await StartAsync(lib =>
        {
            lib.Declare("uint8_t echo_u8(uint8_t v)", symbol => symbol.Alias("other"));
            lib.Options.Concurrency = 1;
            lib.Options.TotalQueueLimit = 1;
        });
        LibraryRef library = ffi[FixtureLibrary.Name];
        System.Threading.Channels.Channel<NativeReply> replies = System.Threading.Channels.Channel.CreateUnbounded<NativeReply>();
        using CancellationTokenSource cancellation = new();
        Task<NativeReply> cancelled;
        using (await OccupyAsync(library))
        {
            for (int i = 0; i < 20; i++)
            {
                SymbolRef symbol = library[i % 2 == 0 ? "echo_u8" : "other"];
                symbol.Post(new NativeCall(symbol, i), replies.Writer);
            }

            cancelled = library["other"].With(cancellation.Token).CallAsync(99).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Within());
        }

        for (uint i = 0; i < 20; i++)
        {
            Assert.Equal(i, (await replies.Reader.ReadAsync().AsTask().Within()).Value.ToUInt32());
        }
    }

    [Fact]
    public async Task Many_callers_of_a_bounded_queue_are_each_answered_once()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.QueueLimit(8).Overflow(OverflowMode.Reject));
        LibraryRef library = ffi[FixtureLibrary.Name];
        int refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            NativeReply[] replies = await CountAsync(library, 500, CancellationToken.None).Within();
            Interlocked.Add(ref refused, replies.Count(static reply => reply.Failure is CallRefusedException));
            Assert.All(replies, static reply => Assert.True(reply.Failure is null or CallRefusedException));
        }))).Within();
        Assert.Equal(refused, library["count_call"].Entry.Mailbox.RefusedFor(CallRefusal.QueueFull));
    }

    [Theory]
    [InlineData(ThreadMode.Dedicated)]
    [InlineData(ThreadMode.Shared)]
    [InlineData(ThreadMode.Pinned)]
    public async Task Calls_and_cancellations_from_many_threads_are_each_answered_once(ThreadMode threads)
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.QueueLimit(16).Threads(threads));
        LibraryRef library = ffi[FixtureLibrary.Name];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int round = 0; round < 40; round++)
            {
                using CancellationTokenSource cancellation = new();
                Task<NativeReply[]> calls = CountAsync(library, 32, cancellation.Token);
                await cancellation.CancelAsync();
                Assert.All(await calls.Within(), static reply => Assert.True(reply.Failure is null or OperationCanceledException));
            }
        }))).Within();
    }

    private Task<FfiRuntime> StartWith100BytesAsync() => StartAsync(static lib => lib.QueueBytes(100).Overflow(OverflowMode.Reject));

    private static async Task<BusyBuffers> OccupyAsync(LibraryRef library)
    {
        BusyBuffers busy = new(library);
        await busy.OccupyAsync();
        return busy;
    }

    // Each call that succeeded ran once, and each other one not at all.
    private static async Task<NativeReply[]> CountAsync(LibraryRef library, int count, CancellationToken cancellationToken)
    {
        uint first = CallIds.Next((uint)count);
        SymbolRef counting = library["count_call"].With(cancellationToken);
        Task<NativeReply>[] calls = [.. Enumerable.Range(0, count).Select(i => counting.TryCallAsync(first + (uint)i).AsTask())];
        NativeReply[] replies = await Task.WhenAll(calls);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(replies[i].IsSuccess ? 1 : 0, library["executions_of"].Invoke(first + (uint)i).ToInt32());
        }

        return replies;
    }
}
