namespace ActorFfi.Actors.Tests.Queues;

public abstract class KeyContract(IsolationMode isolation) : PlacementContract(isolation)
{
    [Fact]
    public async Task Calls_with_equal_keys_run_one_at_a_time_over_symbols_and_both_doors()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib
            .Workers(8)
            .Key("microseconds")
            .Declare("void overlap_enter(int32_t microseconds)", symbol => symbol.Alias("again")));
        LibraryRef library = ffi[FixtureLibrary.Name];
        library["overlap_reset"].Invoke();
        Task[] synchronous = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                library["overlap_enter"].Invoke(50);
            }
        }))];
        Task[] nonblocking = [.. Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            for (int call = 0; call < 50; call++)
            {
                await library[i % 2 == 0 ? "overlap_enter" : "again"].CallAsync(50);
            }
        }))];
        await Task.WhenAll([.. synchronous, .. nonblocking]).Within();
        Assert.Equal(1, library["overlap_most"].Invoke().ToInt32());
        Assert.Equal(0, library["again"].Entry.Queues.Keys.Count);
    }

    [Fact]
    public async Task Calls_with_different_keys_run_in_parallel_and_those_behind_one_wait()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Workers(8).Declare("int64_t gate_pass(int32_t gate)", symbol => symbol.Alias("keyed").Key("gate")));
        LibraryRef library = ffi[FixtureLibrary.Name];
        int[] gates = [.. Enumerable.Range(0, 4).Select(_ => FixtureLibrary.NextGate())];
        SymbolRef pass = KeyedPass(library);
        foreach (int gate in gates)
        {
            library["gate_close"].Invoke(gate);
        }

        Task<NativeReply>[][] calls = [.. gates.Select(gate => Enumerable.Range(0, 3).Select(_ => pass.CallAsync(gate).AsTask()).ToArray())];
        Eventually.Holds(() => gates.All(gate => NativeGate.Waiting(library, gate) == 1), "one call of each key ran");
        Assert.Equal(8, pass.Entry.Mailbox.Length);
        foreach ((int gate, Task<NativeReply>[] ofGate) in gates.Zip(calls).Reverse())
        {
            NativeGate.Open(library, gate);
            NativeReply[] replies = await Task.WhenAll(ofGate).Within();
            Assert.Single(replies.Select(static reply => reply.Value.ToInt64()).Distinct()); // The worker that has the key keeps it.
        }
    }

    [Fact]
    public async Task Calls_with_equal_keys_run_in_order()
    {
        const int Keys = 7;
        await using FfiRuntime ffi = await StartAsync(lib => lib.Workers(8).QueueLimit(5).Key("a"));
        SymbolRef add = ffi[FixtureLibrary.Name]["add_i32"];
        System.Threading.Channels.Channel<NativeReply> replies = System.Threading.Channels.Channel.CreateUnbounded<NativeReply>();
        for (int i = 0; i < 2000; i++)
        {
            add.Post(new NativeCall(add, i % Keys, i - (i % Keys)), replies.Writer);
        }

        int[] last = [-1, -1, -1, -1, -1, -1, -1];
        for (int i = 0; i < 2000; i++)
        {
            int number = (await replies.Reader.ReadAsync().AsTask().Within()).Value.ToInt32();
            Assert.True(number > last[number % Keys], $"Call {number} was answered after {last[number % Keys]}, which has the same key and came later.");
            last[number % Keys] = number;
        }
    }

    [Fact]
    public async Task A_call_that_waits_for_room_is_not_overtaken_by_one_of_its_key_in_a_queue_with_room()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib
            .Workers(1)
            .Declare("int32_t order_note(uint32_t log, uint32_t value)", symbol => symbol.Alias("full").Key("log").QueueLimit(1))
            .Declare("int32_t order_note(uint32_t log, uint32_t value)", symbol => symbol.Alias("free").Key("log"))
            .Declare("int32_t order_faults(uint32_t log)"));
        LibraryRef library = ffi[FixtureLibrary.Name];
        uint other = CallIds.Next(1);
        uint log = CallIds.Next(1);
        using CancellationTokenSource cancellation = new();
        KeyLine busy = SynchronousKey.Enter(library["full"].Entry, [other, 0], out _)!;
        Task<NativeReply> queued = library["full"].CallAsync(other, 1).AsTask();
        Task<NativeReply> cancelled = library["full"].With(cancellation.Token).CallAsync(log, 1).AsTask();
        Task<NativeReply> waiting = library["full"].CallAsync(log, 2).AsTask();
        Task<NativeReply> later = library["free"].CallAsync(log, 3).AsTask();
        Task<NativeReply[]> batch = library.CallManyAsync(new NativeCall(library["free"], CallIds.Next(1), 1), new NativeCall(library["free"], log, 4));
        Task<NativeReply> last = library["free"].CallAsync(log, 5).AsTask();
        Assert.False(later.IsCompleted || batch.IsCompleted || last.IsCompleted);

        await cancellation.CancelAsync();
        SynchronousKey.Leave(library["full"].Entry, busy);

        await Task.WhenAll(queued, waiting, later, batch, last).Within();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Within());
        Assert.Equal(0, library["order_faults"].Invoke(log).ToInt32());
        Assert.Equal(0, library["full"].Entry.Queues.Keys.Count);
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_line_of_its_key()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Workers(2).Declare("int64_t gate_pass(int32_t gate)", symbol => symbol.Alias("keyed").Key("gate")));
        LibraryRef library = ffi[FixtureLibrary.Name];
        using CancellationTokenSource cancellation = new();
        int gate = FixtureLibrary.NextGate();
        NativeGate.Close(library, gate);
        SymbolRef pass = KeyedPass(library);
        Task<NativeReply> running = pass.CallAsync(gate).AsTask();
        Task<NativeReply> held = pass.With(cancellation.Token).CallAsync(gate).AsTask();
        Task<NativeReply> behind = pass.CallAsync(gate).AsTask();
        Eventually.Holds(() => NativeGate.Waiting(library, gate) == 1, "the first ran");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held.Within());
        NativeGate.Open(library, gate);
        await Task.WhenAll(running, behind).Within();
    }

    [Fact]
    public async Task A_stop_answers_calls_that_are_held_by_their_key()
    {
        FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder
            .ShutdownTimeout(TimeSpan.FromMilliseconds(1))
            .AddFixture(lib => lib.Declare("int64_t gate_pass(int32_t gate)", symbol => symbol.Alias("keyed").Key("gate"))));
        LibraryRef library = ffi[FixtureLibrary.Name];
        int gate = FixtureLibrary.NextGate();
        NativeGate.Close(library, gate);
        SymbolRef pass = KeyedPass(library);
        Task<NativeReply>[] calls = [.. Enumerable.Range(0, 3).Select(_ => pass.TryCallAsync(gate).AsTask())];
        Eventually.Holds(() => NativeGate.Waiting(library, gate) == 1, "the first ran");
        NativeFunction open = library["gate_open"].Entry.Function!;
        await ffi.StopAsync().Within();
        Assert.All(await Task.WhenAll(calls).Within(), static reply => Assert.IsType<LibraryUnavailableException>(reply.Failure));
        open.InvokeAnyway([gate], out _); // Native code still has a call, so the library stays loaded.
        Eventually.Holds(() => pass.Entry.Queues.Keys.Count == 0, "the key was free again");
    }

    [Fact]
    public async Task Equal_texts_and_parts_of_one_buffer_are_equal_keys()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Key("data"));
        SymbolEntry text = ffi[FixtureLibrary.Name]["length_of"].Entry;
        SymbolEntry bytes = ffi[FixtureLibrary.Name]["address_of"].Entry;
        using OwnedBuffer one = OwnedBuffer.CopyOf([1, 2, 3, 4]);
        using OwnedBuffer two = OwnedBuffer.CopyOf([1, 2, 3, 4]);
        Assert.Equal(KeyOf(text, "key"), KeyOf(text, string.Concat("k", "ey")));
        Assert.NotEqual(KeyOf(text, "key"), KeyOf(text, "kez"));
        Assert.Equal(KeyOf(bytes, one), KeyOf(bytes, one.Slice(2, 2)));
        Assert.NotEqual(KeyOf(bytes, one), KeyOf(bytes, two));
    }

    private static long KeyOf(SymbolEntry symbol, NativeArgument argument)
    {
        CallArguments arguments = new();
        arguments.Bind(symbol.Plan, [argument], holder: null);
        long key = arguments.KeyOf(symbol.Plan, 0);
        arguments.Release();
        return key;
    }

    private static SymbolRef KeyedPass(LibraryRef library) => library["keyed"];

    /// <summary>Gates through functions whose key the calls at the gate do not hold.</summary>
    private static class NativeGate
    {
        public static void Close(LibraryRef library, int gate) => library["gate_close"].Invoke(gate);

        public static void Open(LibraryRef library, int gate) => library["gate_open"].Invoke(gate);

        public static int Waiting(LibraryRef library, int gate) => library["gate_waiting"].Invoke(gate).ToInt32();
    }
}
