using Microsoft.Extensions.Time.Testing;

namespace ActorFfi.Actors.Tests.Queues;

/// <summary>Deadlines, in virtual time.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_call_that_is_late_leaves_the_queue_unseen_and_gives_its_buffer_back()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Declare("int32_t wait_for_flag(const volatile int32_t *flag)", symbol => symbol.Alias("bounded").Timeout(_timeout)));
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer flag = library.Allocate(sizeof(int));
        using OwnedBuffer late = library.Allocate(sizeof(int));
        Task<NativeReply> running = library["bounded"].With(new CallOptions { Timeout = TimeSpan.Zero }).TryCallAsync(flag).AsTask();
        Eventually.Holds(() => library["bounded"].Entry.Mailbox is { Workers: 1, Length: 0 }, "the first call began");
        Task<NativeReply> queued = library["bounded"].TryCallAsync(late).AsTask();
        _time.Advance(_timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(queued.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        CallTimeoutException e = Assert.IsType<CallTimeoutException>((await queued.Within()).Failure);
        Assert.Equal((false, _timeout, "bounded"), (e.HasBegun, e.Timeout, e.Symbol));
        Assert.Equal(BufferState.Owned, late.State);
        NativeFlag.Raise(flag);
        Assert.True((await running.Within()).IsSuccess);
    }

    [Fact]
    public async Task A_call_that_overruns_is_given_up_with_its_worker_and_a_new_one_serves()
    {
        await using FfiRuntime ffi = await StartAsync(_ => { });
        LibraryRef library = ffi[FixtureLibrary.Name];
        OwnedBuffer flag = library.Allocate(sizeof(int));
        using OwnedBuffer raised = library.Allocate(sizeof(int));
        raised.Write(static bytes => bytes[0] = 1);
        SymbolRef wait = library["wait_for_flag"];
        Task<NativeReply> late = wait.With(new CallOptions { Timeout = _timeout }).TryCallAsync(flag).AsTask();
        Eventually.Holds(() => wait.Entry.Mailbox is { Workers: 1, Length: 0 }, "the call began");
        _time.Advance(_timeout + TimeSpan.FromMilliseconds(1));
        CallTimeoutException e = Assert.IsType<CallTimeoutException>((await late.Within()).Failure);
        Assert.True(e.HasBegun);
        Assert.Equal(BufferState.Abandoned, flag.State);
        Assert.Throws<BufferAbandonedException>(() => flag.Read(static bytes => bytes[0]));
        Assert.Equal(1, library.Entry.Abandoned);

        Assert.Equal(1, (await wait.TryCallAsync(raised).AsTask().Within()).Value.ToInt32());
        NativeFlag.Raise(flag);
        Eventually.Holds(() => library.Entry.Abandoned == 0, "native code came back");
        Eventually.Holds(() => library.LiveBuffers == 1, "the abandoned buffer was freed");
        flag.Dispose();
        Assert.Equal(LibraryState.Ready, library.State);
    }

    [Fact]
    public async Task A_library_that_hangs_too_often_is_failed_with_the_advice_to_isolate_it()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.MaxAbandoned(1));
        LibraryRef library = ffi[FixtureLibrary.Name];
        SymbolRef pass = library["gate_pass"].With(new CallOptions { Timeout = _timeout });
        int gate = FixtureLibrary.NextGate();
        SymbolRef waiting = library["gate_waiting"];
        library["gate_close"].Invoke(gate);
        NativeFunction open = library["gate_open"].Entry.Function!;
        for (int i = 1; i <= 2; i++)
        {
            Task<NativeReply> late = pass.TryCallAsync(gate).AsTask();
            Eventually.Holds(() => waiting.Invoke(gate).ToInt32() == i, "the call began");
            _time.Advance(_timeout + TimeSpan.FromMilliseconds(1));
            Assert.IsType<CallTimeoutException>((await late.Within()).Failure);
        }

        Eventually.Holds(() => library.State == LibraryState.Failed, "the library failed");
        LibraryUnavailableException e = Assert.IsType<LibraryUnavailableException>((await library["add_i32"].TryCallAsync(1, 2)).Failure);
        Assert.IsType<TooManyAbandonedException>(e.InnerException);
        Assert.Contains("Isolate", e.Message, StringComparison.Ordinal);
        open.InvokeAnyway([gate], out _); // Native code still has a call, so the library stays loaded.
    }

    [Fact]
    public async Task A_call_in_time_leaves_nothing_behind()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Timeout(_timeout));
        LibraryRef library = ffi[FixtureLibrary.Name];
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(i, (await library["add_i32"].CallAsync(i, 0)).Value.ToInt32());
        }

        _time.Advance(_timeout * 2);
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2)).Value.ToInt32());
        Assert.Equal(0, library.Entry.Abandoned);
    }

    private Task<FfiRuntime> StartAsync(Action<LibraryBuilder> configure) =>
        FfiRuntime.StartAsync(b => b.UseTimeProvider(_time).AddFixture(configure));
}
