namespace ActorFfi.Actors.Tests.Queues;

public abstract class ConcurrencyLimitContract(IsolationMode isolation) : PlacementContract(isolation)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_librarys_limit_holds_over_all_symbols_and_both_doors(int limit)
    {
        await using FfiRuntime ffi = await StartAsync(lib =>
        {
            lib.Workers(8).Options.Concurrency = limit;
            lib.Declare("void overlap_enter(int32_t microseconds)", symbol => symbol.Alias("again"));
        });
        LibraryRef library = ffi[FixtureLibrary.Name];
        library["overlap_reset"].Invoke();
        Task[] synchronous = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => Repeat(() => library["overlap_enter"].Invoke(50))))];
        Task[] nonblocking = [.. Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            for (int call = 0; call < 50; call++)
            {
                await library[i % 2 == 0 ? "overlap_enter" : "again"].CallAsync(50);
            }
        }))];
        await Task.WhenAll([.. synchronous, .. nonblocking]).Within();
        Assert.InRange(library["overlap_most"].Invoke().ToInt32(), 1, limit);
        await AssertPlacesAsync(library, limit);
    }

    [Fact]
    public async Task A_symbols_limit_leaves_the_other_symbols_alone()
    {
        await using FfiRuntime ffi = await StartAsync(lib =>
        {
            lib.Workers(4);
            lib.Declare("int64_t gate_pass(int32_t gate)", symbol => symbol.Alias("limited").Concurrency(1));
        });
        LibraryRef library = ffi[FixtureLibrary.Name];
        using Gate gate = new(library);
        int number = FixtureLibrary.NextGate();
        library["gate_close"].Invoke(number);
        Task<NativeReply>[] limited = [library["limited"].CallAsync(number).AsTask(), library["limited"].CallAsync(number).AsTask()];
        Eventually.Holds(() => library["gate_waiting"].Invoke(number).ToInt32() == 1, "one limited call began");
        Task<long>[] free = [gate.PassAsync(), gate.PassAsync()];
        gate.AwaitWaiting(2);
        Assert.Equal(1, library["gate_waiting"].Invoke(number).ToInt32());
        library["gate_open"].Invoke(number);
        gate.Open();
        await Task.WhenAll(limited).Within();
        await Task.WhenAll(free).Within();
    }

    [Fact]
    public async Task Limited_symbols_take_turns()
    {
        const int RivalValue = 250;
        await using FfiRuntime ffi = await StartAsync(lib => lib.Concurrency(1));
        LibraryRef library = ffi[FixtureLibrary.Name];
        uint id = CallIds.Next(1);
        System.Threading.Channels.Channel<NativeReply> replies = System.Threading.Channels.Channel.CreateUnbounded<NativeReply>();
        for (int i = 0; i < 200; i++)
        {
            library["count_call_slowly"].Post(new NativeCall(library["count_call_slowly"], id, 200), replies.Writer);
        }

        library["echo_u8"].Post(new NativeCall(library["echo_u8"], RivalValue), replies.Writer);
        int before = 0;
        while ((await replies.Reader.ReadAsync().AsTask().Within()).Value.ToInt32() != RivalValue)
        {
            before++;
        }

        Assert.True(before < 100, $"The rival came only when {before} of 200 earlier calls had been served.");
    }

    [Fact]
    public async Task Symbols_with_few_calls_have_their_share_beside_one_with_many()
    {
        const int Few = 20;
        string[] modest = ["echo_u8", "second", "third"];
        await using FfiRuntime ffi = await StartAsync(lib => lib
            .Concurrency(1)
            .Workers(4)
            .Declare("uint8_t echo_u8(uint8_t v)", symbol => symbol.Alias("second"))
            .Declare("uint8_t echo_u8(uint8_t v)", symbol => symbol.Alias("third")));
        LibraryRef library = ffi[FixtureLibrary.Name];
        uint id = CallIds.Next(1);
        await library["count_call_slowly"].CallAsync(id, 0);
        foreach (string symbol in modest)
        {
            await library[symbol].CallAsync(0); // From here on each has a worker that rests.
        }

        int gate = FixtureLibrary.NextGate();
        Unlimited(library, "gate_close", gate);
        Task<NativeReply> first = library["gate_pass"].CallAsync(gate).AsTask();
        Eventually.Holds(() => Unlimited(library, "gate_waiting", gate).ToInt32() == 1, "the only place was taken");
        System.Threading.Channels.Channel<NativeReply> replies = System.Threading.Channels.Channel.CreateUnbounded<NativeReply>();
        Post(library["count_call_slowly"], 20 * Few, _ => [id, 100], replies.Writer);
        Array.ForEach(modest, symbol => Post(library[symbol], Few, i => [i], replies.Writer));
        Unlimited(library, "gate_open", gate);
        await first.Within();

        int greedy = 0;
        for (int left = modest.Length * Few; left > 0;)
        {
            bool isModest = (await replies.Reader.ReadAsync().AsTask().Within()).Value.Kind == NativeTypeKind.U8;
            left -= isModest ? 1 : 0;
            greedy += isModest ? 0 : 1;
        }

        Assert.True(greedy <= 2 * Few, $"{Few} calls of each of three symbols had to wait for {greedy} of a fourth, which has its turn as often as each of them.");
    }

    private static void Post(SymbolRef symbol, int count, Func<int, NativeArgument[]> arguments, System.Threading.Channels.ChannelWriter<NativeReply> replies)
    {
        for (int i = 0; i < count; i++)
        {
            symbol.Post(new NativeCall(symbol, arguments(i)), replies);
        }
    }

    [Fact]
    public async Task A_synchronous_caller_takes_turns_with_queued_calls()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Options.Concurrency = 1);
        LibraryRef library = ffi[FixtureLibrary.Name];
        Task<NativeReply>[] many = [.. Enumerable.Range(0, 500).Select(_ => library["count_call_slowly"].CallAsync(CallIds.Next(1), 200).AsTask())];
        await Task.Run(() => library["echo_u8"].Invoke(1)).Within();
        Assert.True(many.Count(static call => !call.IsCompleted) > 100, "The caller had to wait for most of the queued calls.");
        await Task.WhenAll(many).Within();
    }

    [Fact]
    public async Task A_call_that_would_wait_for_what_a_call_around_it_holds_is_refused()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value)", symbol => symbol.Alias("limited").Concurrency(1)));
        SymbolRef limited = ffi[FixtureLibrary.Name]["limited"];
        NativeArgument inner = NativeArgument.Callback((int value) => limited.Invoke(NativeArgument.Callback((int again) => again), value).ToInt32());
        CallRefusedException e = Assert.Throws<CallRefusedException>(() => limited.Invoke(inner, 1));
        Assert.Equal((CallRefusal.HeldByCaller, 1L, "limited", "limited"), (e.Reason, e.Limit, e.Symbol, e.Holder));
        Assert.Equal(1, limited.Invoke(NativeArgument.Callback((int value) => value), 1).ToInt32());
    }

    // Exactly so many calls can be inside at once: no place was lost, none was given twice.
    private static async Task AssertPlacesAsync(LibraryRef library, int limit)
    {
        int gate = FixtureLibrary.NextGate();
        Unlimited(library, "gate_close", gate);
        Task<NativeReply>[] calls = [.. Enumerable.Range(0, limit + 2).Select(_ => library["gate_pass"].CallAsync(gate).AsTask())];
        Eventually.Holds(() => Unlimited(library, "gate_waiting", gate).ToInt32() == limit, $"{limit} calls were inside");
        Assert.Equal(2, library["gate_pass"].Entry.Mailbox.Length);
        Unlimited(library, "gate_open", gate);
        await Task.WhenAll(calls).Within();
    }

    private static NativeValue Unlimited(LibraryRef library, string symbol, int gate) => library.Entry.Guests?.Only is { } guest
        ? InGuest(guest, library[symbol].Entry, gate)
        : library[symbol].Entry.Function!.Invoke([gate], out _);

    // On the last of the guest's threads, which no worker has.
    private static NativeValue InGuest(GuestProcess guest, SymbolEntry symbol, int gate)
    {
        CallArguments arguments = new();
        arguments.Bind(symbol.Plan, [gate], holder: null);
        GuestReply reply = guest.Lanes[^1].Invoke(guest.Function(symbol.Name)!, arguments);
        arguments.Release();
        return reply.Value;
    }

    private static void Repeat(Action call)
    {
        for (int i = 0; i < 50; i++)
        {
            call();
        }
    }
}
