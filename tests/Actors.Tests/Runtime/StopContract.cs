namespace ActorFfi.Actors.Tests.Runtime;

public abstract class StopContract(IsolationMode isolation) : PlacementContract(isolation)
{
    [Fact]
    public async Task A_stop_finishes_what_is_running_and_queued()
    {
        FfiRuntime ffi = await StartAsync();
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
        FfiRuntime ffi = await StartAsync(lib => lib.Declare("void gate_fill(int32_t gate, uint8_t data[length], size_t length, uint8_t value);"));
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer held = library.Allocate(4);
        using OwnedBuffer other = library.Allocate(4);
        int gate = FixtureLibrary.NextGate();
        library["gate_close"].Invoke(gate);
        Task<NativeReply> running = library["gate_fill"].TryCallAsync(gate, held, 4, 7).AsTask();
        Eventually.Holds(() => library["gate_waiting"].Invoke(gate).ToInt32() == 1, "native code had the call");
        Task<NativeReply> queued = library["gate_fill"].TryCallAsync(gate, other, 4, 7).AsTask();
        NativeFunction? open = library["gate_open"].Entry.Function;
        using CancellationTokenSource impatient = new();
        Task stopping = ffi.StopAsync(impatient.Token);
        await impatient.CancelAsync();
        await stopping.Within();
        Assert.IsType<LibraryUnavailableException>((await running.Within()).Failure);
        Assert.IsType<LibraryUnavailableException>((await queued.Within()).Failure);
        Assert.Equal(BufferState.Owned, other.State);
        Assert.Equal(IsIsolated ? BufferState.Torn : BufferState.Abandoned, held.State);
        if (IsIsolated)
        {
            held.Recover(); // Native code is gone.
        }
        else
        {
            open!.InvokeAnyway([gate], out _); // Native code still has the call, so the library stays loaded.
            Eventually.Holds(() => library.LiveBuffers == 1, "native code returned and its buffer was freed");
        }
    }

    [Fact]
    public async Task Calls_after_the_stop_are_refused_through_both_doors()
    {
        FfiRuntime ffi = await StartAsync();
        SymbolRef add = ffi[FixtureLibrary.Name]["add_i32"];
        await ffi.DisposeAsync();
        await ffi.DisposeAsync();
        Assert.Equal(LibraryState.Stopped, Assert.Throws<LibraryUnavailableException>(() => add.Invoke(1, 2)).State);
        Assert.Equal(LibraryState.Stopped, (await Assert.ThrowsAsync<LibraryUnavailableException>(async () => await add.CallAsync(1, 2))).State);
    }

    [Fact]
    public async Task Threads_end_with_the_runtime()
    {
        FfiRuntime ffi = await StartAsync(lib => lib.Workers(4));
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
}
