namespace ActorFfi.Actors.Tests.Calls;

[Collection(nameof(Alone))]
public sealed class PromisePoolTests
{
    [Fact]
    public async Task Every_promise_returns_to_the_pool_whatever_became_of_its_call()
    {
        long before = NativeCallPool.Outstanding;
        FfiRuntime ffi = await FixtureLibrary.StartAsync(lib =>
        {
            lib.Options.QueueLimit = 1;
            lib.Options.Overflow = OverflowMode.Reject;
        });
        LibraryRef library = ffi[FixtureLibrary.Name];
        using Gate gate = new(library);
        Task<NativeReply> running = gate.TryPassAsync();
        gate.AwaitWaiting(1);
        using CancellationTokenSource cancellation = new();
        Task<NativeReply> queued = library["gate_pass"].With(cancellation.Token).TryCallAsync(0).AsTask();
        Task<NativeReply> refused = gate.TryPassAsync();
        await cancellation.CancelAsync();
        Assert.Throws<ArgumentException>(() => { library["echo_u8"].CallAsync(256); });
        await library["fail_with"].TryCallAsync(-1, 5);
        gate.Open();
        await Task.WhenAll(running, queued, refused).Within();
        await ffi.DisposeAsync();
        await library["add_i32"].TryCallAsync(1, 2);
        Assert.Equal(before, NativeCallPool.Outstanding);
    }

    [Fact]
    public void Calls_of_a_thread_that_has_ended_are_counted_while_it_is_being_collected()
    {
        long before = NativeCallPool.Outstanding;
        for (int round = 1; round <= 50; round++)
        {
            NativeCall rented = RentOnAThread();
            GC.Collect();
            Assert.Equal(before + 1, NativeCallPool.Outstanding);
            NativeCallPool.Return(rented);
        }

        GC.WaitForPendingFinalizers();
        Assert.Equal(before, NativeCallPool.Outstanding);
    }

    private static NativeCall RentOnAThread()
    {
        NativeCall? rented = null;
        Thread thread = new(() => rented = NativeCallPool.Rent());
        thread.Start();
        thread.Join();
        return rented!;
    }

    // All threads of the process are counted, and some of the test host allocate every tenth of a second; hence rounds that a busy machine, too,
    // gets done between two of these, and one of which must be free of everything.
    [Fact]
    public async Task A_call_in_steady_state_allocates_nothing()
    {
        const int CallsEach = 500;
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync();
        SymbolRef fill = ffi[FixtureLibrary.Name]["fill_bytes"];
        using OwnedBuffer data = OwnedBuffer.Allocate(64);
        long allocated = long.MaxValue;
        for (int round = 0; round < 2_000 && allocated > CallsEach / 10; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < CallsEach; i++)
            {
                await fill.CallAsync(data, 64, 1);
            }

            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.True(allocated <= CallsEach / 10, $"{CallsEach} calls allocated {allocated} bytes.");
    }
}
