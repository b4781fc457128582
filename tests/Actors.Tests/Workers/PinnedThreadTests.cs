namespace ActorFfi.Actors.Tests.Workers;

public sealed class PinnedThreadTests
{
    [Fact]
    public async Task All_calls_of_a_pinned_library_run_on_the_thread_that_opened_it()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib
            .Threads(ThreadMode.Pinned)
            .Workers(8)
            .Declare("int64_t thread_id(void)", symbol => symbol.Alias("other")));
        LibraryRef library = ffi[FixtureLibrary.Name];
        Task<long>[] threads = [.. Enumerable.Range(0, 64).Select(i => Task.Run(async () => i % 2 == 0
            ? library["thread_id"].Invoke().ToInt64()
            : (await library[i % 4 == 1 ? "other" : "thread_id"].CallAsync()).Value.ToInt64()))];
        long thread = Assert.Single((await Task.WhenAll(threads).Within()).Distinct());
        Assert.Equal(thread, await library.Entry.PinnedThread!.RunAsync(() => library["thread_id"].Invoke().ToInt64()).Within());
    }

    [Fact]
    public async Task A_busy_symbol_does_not_starve_another_one_on_the_same_thread()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b
            .AddFixture(lib => lib.Threads(ThreadMode.Pinned).Declare("uint8_t echo_u8(uint8_t v)", symbol => symbol.Alias("rival")))
            .AddLibrary("gates", lib => lib.Path(FixtureLibrary.File).Declare("void gate_close(int32_t gate)").Declare("void gate_open(int32_t gate)")
                .Declare("int32_t gate_waiting(int32_t gate)")));
        LibraryRef library = ffi[FixtureLibrary.Name];
        int gate = FixtureLibrary.NextGate();
        ffi["gates"]["gate_close"].Invoke(gate);
        await library["rival"].CallAsync(1).AsTask().Within(); // Its worker is there: turns are what this is about, not how soon actors start workers.
        await library["echo_u8"].CallAsync(0).AsTask().Within();
        Task<NativeReply> holding = library["gate_pass"].CallAsync(gate).AsTask();
        Eventually.Holds(() => ffi["gates"]["gate_waiting"].Invoke(gate).ToInt32() == 1, "the call had the thread that all others need");
        System.Threading.Channels.Channel<NativeReply> replies = System.Threading.Channels.Channel.CreateUnbounded<NativeReply>();
        for (int i = 0; i < 500; i++)
        {
            library["echo_u8"].Post(new NativeCall(library["echo_u8"], 0), replies.Writer);
        }

        library["rival"].Post(new NativeCall(library["rival"], 1), replies.Writer);
        ffi["gates"]["gate_open"].Invoke(gate);
        await holding.Within();
        int before = 0;
        while ((await replies.Reader.ReadAsync().AsTask().Within()).Value.ToInt32() == 0)
        {
            before++;
        }

        Assert.True(before < 250, $"The rival had to wait for {before} of the 500 others.");
    }

    [Fact]
    public async Task The_pinned_thread_never_waits_for_a_limit()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib
            .Threads(ThreadMode.Pinned)
            .Concurrency(1)
            .Declare("int64_t gate_pass(int32_t gate)", symbol => symbol.Alias("free").Threads(ThreadMode.Dedicated)));
        LibraryRef library = ffi[FixtureLibrary.Name];
        SymbolEntry echo = library["echo_u8"].Entry;
        echo.Limits.Enter(echo.LibraryName, echo.Name);
        Task<NativeReply> queued = library["echo_u8"].CallAsync(7).AsTask();
        Task<byte> refused = echo.PinnedThread!.RunAsync(() => library["echo_u8"].Invoke(1).ToByte());
        Assert.Equal(CallRefusal.HeldByCaller, (await Assert.ThrowsAsync<CallRefusedException>(() => refused.Within())).Reason);
        echo.Limits.Exit();
        Assert.Equal(7u, (await queued.Within()).Value.ToUInt32());
    }

    [Fact]
    public async Task A_stop_ends_the_thread_and_later_calls_say_why_they_fail()
    {
        FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib.Threads(ThreadMode.Pinned));
        SymbolRef echo = ffi[FixtureLibrary.Name]["echo_u8"];
        Assert.Equal(1u, (await echo.CallAsync(1)).Value.ToUInt32());
        await ffi.StopAsync().Within();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => echo.Entry.PinnedThread!.RunAsync(() => 1).Within());
        Assert.Throws<LibraryUnavailableException>(() => echo.Invoke(1));
    }

    [Fact]
    public async Task A_function_that_throws_on_the_thread_fails_its_task_and_nothing_else()
    {
        PinnedThread thread = new("pinned");
        await Assert.ThrowsAsync<InvalidDataException>(() => thread.RunAsync<int>(() => throw new InvalidDataException()).Within());
        Assert.True(await thread.RunAsync(() => thread.IsCurrent).Within());
        Assert.False(thread.IsCurrent);
        thread.End();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => thread.RunAsync(() => 1));
    }
}
