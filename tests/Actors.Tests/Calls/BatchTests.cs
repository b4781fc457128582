using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Calls that run as one: each has its own deadline, cancellation and key.</summary>
public sealed class BatchTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Call_OfABatchThatIsLateInTheQueue_IsAnsweredAtOnceAndTheOthersRun(int late)
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using Gate gate = new(library);
        Task<long> running = gate.PassAsync();
        gate.AwaitWaiting(1);
        using OwnedBuffer data = library.Allocate(8);
        int open = FixtureLibrary.NextGate();
        library["gate_open"].Invoke(open);
        uint id = CallIds.Next(1);
        NativeCall[] calls =
        [
            new(library["gate_pass"].With(Within(late == 0 ? _timeout : TimeSpan.Zero)), open),
            new(library["sum_bytes"].With(Within(late == 1 ? _timeout : TimeSpan.Zero)), data, 8),
            new(library["count_call"].With(Within(late == 2 ? _timeout : TimeSpan.Zero)), id),
        ];
        Task<NativeReply[]> batch = library.CallManyAsync(calls);

        _time.Advance(_timeout);

        Eventually.Holds(() => calls[late].State == CallState.Withdrawn, "the late call was answered");
        Assert.Equal(late == 1 ? BufferState.Owned : BufferState.InFlight, data.State);
        Assert.False(batch.IsCompleted);
        gate.Open();
        NativeReply[] replies = await batch.Within();
        await running.Within();
        Assert.Equal((false, _timeout), (Assert.IsType<CallTimeoutException>(replies[late].Failure).HasBegun, ((CallTimeoutException)replies[late].Failure!).Timeout));
        Assert.All(replies.Where((_, i) => i != late), static reply => Assert.Null(reply.Failure));
        Assert.Equal(late == 2 ? 0 : 1, library["executions_of"].Invoke(id).ToInt32());
        Assert.Equal(BufferState.Owned, data.State);
    }

    [Fact]
    public async Task Call_OfABatchThatOverruns_IsGivenUpAndThoseBehindItAreAnswered()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        int number = FixtureLibrary.NextGate();
        library["gate_close"].Invoke(number);
        SymbolRef pass = library["gate_pass"];
        uint id = CallIds.Next(1);
        Task<NativeReply[]> batch = library.CallManyAsync(
            new NativeCall(library["add_i32"], 1, 2),
            new NativeCall(pass.With(Within(_timeout)), number),
            new NativeCall(library["count_call"], id));
        Eventually.Holds(() => library["gate_waiting"].Invoke(number).ToInt32() == 1, "the second call began");

        _time.Advance(_timeout);

        NativeReply[] replies = await batch.Within();
        Assert.Equal(3, replies[0].Value.ToInt32());
        Assert.True(Assert.IsType<CallTimeoutException>(replies[1].Failure).HasBegun);
        CallSkippedException skipped = Assert.IsType<CallSkippedException>(replies[2].Failure);
        Assert.Equal(("count_call", "gate_pass"), (skipped.Symbol, skipped.Before));
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32()); // By a new worker.
        library["gate_open"].Invoke(number);
        Eventually.Holds(() => library.Entry.Abandoned == 0, "native code came back");
        Assert.Equal(0, library["executions_of"].Invoke(id).ToInt32());
    }

    [Fact]
    public async Task Call_OfABatchThatIsCancelledInTheQueue_IsAnsweredAloneAndTheOthersRun()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        SymbolRef add = library["add_i32"];
        foreach (int cancelled in new[] { 0, 1 })
        {
            using CancellationTokenSource own = new();
            int number = FixtureLibrary.NextGate();
            library["gate_close"].Invoke(number);
            Task<NativeReply[]> first = library.CallManyAsync(new NativeCall(add, 0, 0), new NativeCall(library["gate_pass"], number));
            Eventually.Holds(() => library["gate_waiting"].Invoke(number).ToInt32() == 1, "the worker was busy");
            Task<NativeReply[]> batch = library.CallManyAsync([.. Enumerable.Range(0, 2).Select(i => new NativeCall(i == cancelled ? add.With(own.Token) : add, i, 1))]);

            await own.CancelAsync();
            Assert.False(batch.IsCompleted);
            library["gate_open"].Invoke(number);

            NativeReply[] replies = await batch.Within();
            await first.Within();
            Assert.IsType<OperationCanceledException>(replies[cancelled].Failure);
            Assert.Equal(2 - cancelled, replies[1 - cancelled].Value.ToInt32());
        }
    }

    [Fact]
    public async Task Batch_AllOfWhoseCallsWereCancelled_LeavesTheQueue()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Key("v"));
        LibraryRef library = ffi[FixtureLibrary.Name];
        SymbolRef echo = library["echo_u8"];
        KeyLine busy = SynchronousKey.Enter(echo.Entry, [2], out _)!;
        using CancellationTokenSource cancellation = new();
        SymbolRef cancellable = echo.With(cancellation.Token);
        Task<NativeReply[]> batch = library.CallManyAsync(new NativeCall(cancellable, 1), new NativeCall(cancellable, 2), new NativeCall(cancellable, 1));
        Task<NativeReply> behind = echo.CallAsync(1).AsTask();
        Assert.False(behind.IsCompleted);

        await cancellation.CancelAsync();

        Assert.All(await batch.Within(), static reply => Assert.IsType<OperationCanceledException>(reply.Failure));
        Assert.Equal(1, (await behind.Within()).Value.ToInt32());
        SynchronousKey.Leave(echo.Entry, busy);
        Eventually.Holds(() => library.AcceptedCalls == 0 && echo.Entry.Queues.Keys.Count == 0, "nothing was left");
    }

    [Fact]
    public async Task Batch_WaitsForTheTurnsOfAllItsKeysAndWhoComesLaterWaitsForIt()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Key("v").Workers(4));
        LibraryRef library = ffi[FixtureLibrary.Name];
        SymbolRef echo = library["echo_u8"];
        KeyLine one = SynchronousKey.Enter(echo.Entry, [1], out _)!;
        KeyLine two = SynchronousKey.Enter(echo.Entry, [2], out _)!;
        Task<NativeReply[]> batch = library.CallManyAsync(new NativeCall(library["thread_id"]), new NativeCall(echo, 1), new NativeCall(echo, 2), new NativeCall(echo, 3));
        Task<NativeReply> behind = echo.CallAsync(3).AsTask();
        Task<NativeReply> other = echo.CallAsync(4).AsTask();
        Assert.Equal(4, (await other.Within()).Value.ToInt32());
        SynchronousKey.Leave(echo.Entry, one);
        Assert.False(batch.IsCompleted || behind.IsCompleted);

        SynchronousKey.Leave(echo.Entry, two);

        Assert.Equal([1, 2, 3], (await batch.Within()).Skip(1).Select(static reply => reply.Value.ToInt32()));
        Assert.Equal(3, (await behind.Within()).Value.ToInt32());
        Eventually.Holds(() => echo.Entry.Queues.Keys.Count == 0, "no turn was left");
    }

    [Fact]
    public async Task Batches_WithTheSameKeysInAnyOrder_RunOneAfterTheOtherInTheirOrder()
    {
        const int Batches = 400;
        await using FfiRuntime ffi = await StartAsync(lib => lib.Key("a").Workers(8));
        LibraryRef library = ffi[FixtureLibrary.Name];
        SymbolRef add = library["add_i32"];
        SymbolRef again = library["add_again"];
        Channel<NativeReply> single = Channel.CreateUnbounded<NativeReply>();
        List<Task<NativeReply[]>> batches = [];
        for (int i = 0; i < Batches; i++)
        {
            int[] keys = [i % 3, (i + 1) % 3, i % 3, 3 + (i % 5)];
            batches.Add(library.CallManyAsync([.. keys.Select((key, at) => new NativeCall(at % 2 == 0 ? add : again, key, i))]));
            add.Post(new NativeCall(add, i % 3, i), single.Writer);
        }

        NativeReply[][] replies = await Task.WhenAll(batches).Within();
        for (int i = 0; i < Batches; i++)
        {
            Assert.Equal([(i % 3) + i, ((i + 1) % 3) + i, (i % 3) + i, 3 + (i % 5) + i], replies[i].Select(static reply => reply.Value.ToInt32()));
            await single.Reader.ReadAsync().AsTask().Within();
        }

        Eventually.Holds(() => add.Entry.Queues.Keys.Count == 0, "no turn was left");
    }

    [Fact]
    public async Task Keys_OfBatchesAndSingleCalls_KeepTheirOrder()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Workers(8)
            .Declare("int32_t order_note(uint32_t log, uint32_t value)", symbol => symbol.Key("log"))
            .Declare("uint32_t order_last(uint32_t log)")
            .Declare("int32_t order_faults(uint32_t log)"));
        LibraryRef library = ffi[FixtureLibrary.Name];
        SymbolRef log = library["order_note"];
        uint first = CallIds.Next(1);
        uint second = CallIds.Next(1);
        Channel<NativeReply> replies = Channel.CreateUnbounded<NativeReply>();
        List<Task> batches = [];
        for (uint value = 1; value <= 300; value += 3)
        {
            log.Post(new NativeCall(log, first, value), replies.Writer);
            NativeCall[] calls = [new(log, second, value), new(log, first, value + 1), new(library["thread_id"]), new(log, second, value + 1)];
            batches.Add(library.CallManyAsync(value % 2 == 0 ? calls : [calls[2], calls[0], calls[1], calls[3]]));
            log.Post(new NativeCall(log, second, value + 2), replies.Writer);
            log.Post(new NativeCall(log, first, value + 2), replies.Writer);
        }

        await Task.WhenAll(batches).Within();
        Eventually.Holds(() => library.AcceptedCalls == 0, "all were run");
        Assert.All(new[] { first, second }, of => Assert.Equal((300u, 0), (library["order_last"].Invoke(of).ToUInt32(), library["order_faults"].Invoke(of).ToInt32())));
    }

    [Fact]
    public async Task Batch_WhoseCallsCannotRunOnOneWorker_IsRefusedAndGivesItsBuffersBack()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib
            .Declare("int32_t add_i32(int32_t a, int32_t b)", symbol => symbol.Alias("limited").Concurrency(1))
            .Declare("int32_t add_i32(int32_t a, int32_t b)", symbol => symbol.Alias("pinned").Threads(ThreadMode.Pinned)));
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer data = library.Allocate(8);
        foreach (string name in new[] { "limited", "pinned" })
        {
            NativeCall[] calls = [new(library["sum_bytes"], data, 8), new(library[name], 1, 2)];
            Assert.Contains($"'{name}'", (await Assert.ThrowsAsync<ArgumentException>(() => library.CallManyAsync(calls))).Message, StringComparison.Ordinal);
            Assert.Equal(BufferState.Owned, data.State);
        }

        NativeCall twice = new(library["sum_bytes"], data, 8);
        await Assert.ThrowsAsync<InvalidOperationException>(() => library.CallManyAsync(twice, twice));
        Assert.Equal(BufferState.Owned, data.State);
        Assert.Equal(3, (await library.CallManyAsync(new NativeCall(library["limited"], 1, 2), new NativeCall(library["thread_id"])).Within())[0].Value.ToInt32());
    }

    [Fact]
    public async Task Stop_WhileABatchRuns_AnswersAllOfIt()
    {
        FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.ShutdownTimeout(TimeSpan.FromMilliseconds(1)).AddFixture(lib => lib.StopTimeout(TimeSpan.FromMilliseconds(1))));
        LibraryRef library = ffi[FixtureLibrary.Name];
        int number = FixtureLibrary.NextGate();
        library["gate_close"].Invoke(number);
        Task<NativeReply[]> batch = library.CallManyAsync(new NativeCall(library["add_i32"], 1, 2), new NativeCall(library["gate_pass"], number), new NativeCall(library["thread_id"]));
        Eventually.Holds(() => library["gate_waiting"].Invoke(number).ToInt32() == 1, "the second call began");
        NativeFunction open = library["gate_open"].Entry.Function!;

        await ffi.StopAsync().Within();

        NativeReply[] replies = await batch.Within();
        Assert.Null(replies[0].Failure);
        Assert.All(replies.Skip(1), static reply => Assert.IsType<LibraryUnavailableException>(reply.Failure));
        open.InvokeAnyway([number], out _); // Native code still has a call, so the library stays loaded.
    }

    private Task<FfiRuntime> StartAsync(Action<LibraryBuilder>? configure = null) => FfiRuntime.StartAsync(b => b.UseTimeProvider(_time).AddFixture(lib =>
    {
        lib.Workers(1).Declare("int32_t add_i32(int32_t a, int32_t b)", symbol => symbol.Alias("add_again"));
        configure?.Invoke(lib);
    }));

    private static CallOptions Within(TimeSpan timeout) => new() { Timeout = timeout };
}
