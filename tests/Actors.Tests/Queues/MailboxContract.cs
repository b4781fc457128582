namespace ActorFfi.Actors.Tests.Queues;

public abstract class MailboxContract(IsolationMode isolation) : PlacementContract(isolation)
{
    [Fact]
    public async Task A_full_queue_that_rejects_refuses_at_once_and_gives_buffers_back()
    {
        await using FfiRuntime ffi = await StartAsync(lib =>
        {
            lib.Options.QueueLimit = 2;
            lib.Options.Overflow = OverflowMode.Reject;
        });
        using Gate gate = new(ffi[FixtureLibrary.Name]);
        Task<NativeReply> running = gate.TryPassAsync();
        gate.AwaitWaiting(1);
        Task<NativeReply>[] queued = [gate.TryPassAsync(), gate.TryPassAsync()];
        CallRefusedException e = Assert.IsType<CallRefusedException>((await gate.TryPassAsync().Within()).Failure);
        Assert.Equal((FixtureLibrary.Name, "gate_pass", CallRefusal.QueueFull, 2L), (e.Library, e.Symbol, e.Reason, e.Limit));
        gate.Open();
        Assert.All(await Task.WhenAll([running, .. queued]).Within(), reply => Assert.True(reply.IsSuccess));
    }

    [Fact]
    public async Task A_full_queue_that_waits_serves_everybody_in_order()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Options.QueueLimit = 1);
        LibraryRef library = ffi[FixtureLibrary.Name];
        const int Calls = 100;
        List<uint> order = [];
        System.Threading.Channels.Channel<NativeReply> replies = System.Threading.Channels.Channel.CreateUnbounded<NativeReply>();
        for (uint i = 0; i < Calls; i++)
        {
            library["echo_u8"].Post(new NativeCall(library["echo_u8"], i), replies.Writer);
        }

        while (order.Count < Calls)
        {
            order.Add((await replies.Reader.ReadAsync().AsTask().Within()).Value.ToUInt32());
        }

        Assert.Equal(Enumerable.Range(0, Calls).Select(i => (uint)i), order);
    }

    [Fact]
    public async Task A_waiting_call_can_be_cancelled()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Options.QueueLimit = 1);
        using Gate gate = new(ffi[FixtureLibrary.Name]);
        using CancellationTokenSource cancellation = new();
        Task<long> running = gate.PassAsync();
        gate.AwaitWaiting(1);
        Task<long> queued = gate.PassAsync();
        Task<long> waiting = gate.PassAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
        gate.Open();
        await Task.WhenAll(running, queued).Within();
    }

    [Theory]
    [InlineData(ThreadMode.Dedicated)]
    [InlineData(ThreadMode.Shared)]
    public async Task A_slow_call_does_not_hold_up_the_calls_behind_it(ThreadMode threads)
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Threads(threads).Workers(2));
        LibraryRef library = ffi[FixtureLibrary.Name];
        for (int i = 0; i < 50; i++)
        {
            using Gate slow = new(library);
            using Gate quick = new(library);
            Task<long> held = slow.PassAsync();
            quick.Open();
            Task<long>[] others = [quick.PassAsync(), quick.PassAsync(), quick.PassAsync()];
            await Task.WhenAll(others).Within();
            Assert.False(held.IsCompleted);
            slow.Open();
            await held.Within();
        }
    }

    [Fact]
    public async Task Workers_limits_how_many_calls_of_a_symbol_run_at_once()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Workers(3));
        using Gate gate = new(ffi[FixtureLibrary.Name]);
        Task<long>[] calls = [.. Enumerable.Range(0, 10).Select(_ => gate.PassAsync())];
        gate.AwaitWaiting(3);
        Assert.Equal(7, ffi[FixtureLibrary.Name]["gate_pass"].Entry.Mailbox.Length);
        gate.Open();
        Assert.Equal(3, (await Task.WhenAll(calls).Within()).Distinct().Count());
    }
}
