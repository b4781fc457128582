using ActorFfi.Actors.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>When a library is really unloaded, and what keeps it loaded. Alone: the ledger counts for the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class UnloadTests : IDisposable
{
    private const int Kept = 1015;
    private const int SameMapping = 1016;

    private readonly RecordingLoggerProvider _log = new();
    private readonly ILoggerFactory _loggers;

    public UnloadTests()
    {
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(_log).SetMinimumLevel(LogLevel.Debug));
    }

    private IEnumerable<int> Logged => _log.EventIdsOf("ActorFfi.FfiRuntime");

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task Restart_OfALibraryThatNothingHolds_BeginsWithNewVariables()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync(loggers: _loggers);
        LibraryRef library = ffi[UnloadableLibrary.Name];
        int loads = ffi.Loads();
        Assert.Equal([1, 2], [library["next_call"].Invoke().ToInt32(), library["next_call"].Invoke().ToInt32()]);

        await library.RestartAsync().Within();

        Assert.Equal(1, library["next_call"].Invoke().ToInt32());
        Assert.Equal(loads + 1, ffi.Loads());
        Assert.DoesNotContain(SameMapping, Logged);
    }

    [Fact]
    public async Task Stop_OfTheRuntime_Unloads()
    {
        await using FfiRuntime witness = await FfiRuntime.StartAsync(builder => builder.AddLibrary("ledger", ledger => ledger
            .Path(Path.Combine(AppContext.BaseDirectory, "libactorffi_ledger.so"))
            .Declare("int32_t ledger_unloads(void);")));
        FfiRuntime ffi = await UnloadableLibrary.StartAsync();
        int unloads = witness.Unloads();

        await ffi.DisposeAsync();

        Assert.Equal(unloads + 1, witness.Unloads());
    }

    [Fact]
    public async Task Restart_OfALibraryThatIsLinkedToStay_IsLoggedAsTheSameMapping()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder
            .AddLibrary("libc", libc => libc.Path("libc.so.6").Declare("int abs(int value);"))
            .UseLogging(_loggers));

        await ffi["libc"].RestartAsync().Within();

        Assert.Contains(SameMapping, Logged);
        Assert.DoesNotContain(Kept, Logged);
        Assert.Equal(3, ffi["libc"]["abs"].Invoke(-3).ToInt32());
    }

    [Fact]
    public async Task Restart_OfALibraryThatIsToBeKept_FindsItsVariablesAndLogsBoth()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync(library => library.KeepLoaded(), _loggers);
        SymbolRef next = ffi[UnloadableLibrary.Name]["next_call"];
        int before = next.Invoke().ToInt32();

        await RestartKeptAsync(ffi);

        Assert.Equal(before + 1, next.Invoke().ToInt32());
    }

    [Fact]
    public async Task Handles_OfAnUnloadedGeneration_AreStaleAndDoNotCrash()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync();
        LibraryRef library = ffi[UnloadableLibrary.Name];
        int unloads = ffi.Unloads();
        ForeignPointer table = library["the_table"].Invoke().ToPointer();
        ForeignPointerView view = table.View(16);
        ForeignFunction function = library["the_function"].Invoke().ToFunction()!;
        Assert.Equal((20, 42), (view.ReadInt32(4), function.Invoke(21).ToInt32()));

        await library.RestartAsync().Within();

        Assert.Equal(unloads + 1, ffi.Unloads());
        Assert.Throws<StaleHandleException>(() => view.ReadInt32(4));
        Assert.Throws<StaleHandleException>(() => view.WriteInt32(4, 1));
        Assert.Throws<StaleHandleException>(() => view.ToArray(16));
        Assert.Throws<StaleHandleException>(() => function.Invoke(21));
        Assert.Throws<StaleHandleException>(() => library["apply"].Invoke(function, 1));
        await Assert.ThrowsAsync<StaleHandleException>(async () => await function.CallAsync(21));
    }

    [Fact]
    public async Task Handles_OfADisposedRuntime_AreStaleAndDoNotCrash()
    {
        FfiRuntime ffi = await UnloadableLibrary.StartAsync();
        LibraryRef library = ffi[UnloadableLibrary.Name];
        ForeignPointerView view = library["the_table"].Invoke().ToPointer().View(16);
        ForeignFunction function = library["the_function"].Invoke().ToFunction()!;
        StoredCallback callback = library.CreateCallback("void (*)(void)", static () => { });
        await ffi.DisposeAsync();

        Assert.Throws<StaleHandleException>(() => view.ReadInt32());
        Assert.Throws<StaleHandleException>(() => function.Invoke(1));
        Assert.Throws<LibraryUnavailableException>(() => library["triple"].Invoke(1));
        callback.Dispose();
        callback.Dispose();
    }

    [Fact]
    public async Task Call_WithAPointerOfTheLastGeneration_ThatWaitedForTheNextOne_FailsAsStale()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync(library => library
            .Declare("int32_t apply(int32_t (*function)(int32_t), int32_t value);", symbol => symbol.Alias("queued").Workers(1))
            .Declare("int32_t triple_slowly(int32_t value, int32_t microseconds);", symbol => symbol.Alias("slow").Workers(1)));
        LibraryRef library = ffi[UnloadableLibrary.Name];
        ForeignFunction function = library["the_function"].Invoke().ToFunction()!;
        NativeCall call = new(library["queued"], function, 1);
        await library.RestartAsync().Within();
        System.Threading.Channels.Channel<NativeReply> replies = System.Threading.Channels.Channel.CreateUnbounded<NativeReply>();

        library["queued"].Post(call, replies.Writer);

        Assert.IsType<StaleHandleException>((await replies.Reader.ReadAsync().AsTask().Within()).Failure);
    }

    [Fact]
    public async Task Function_GivenToAnotherLibrary_HoldsItsOwn()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync(loggers: _loggers);
        LibraryRef library = ffi[UnloadableLibrary.Name];
        int unloads = ffi.Unloads();
        ForeignFunction function = library["the_function"].Invoke().ToFunction()!;
        Assert.Equal(10, ffi["other"]["call_back"].Invoke(function, 5).ToInt32());

        await RestartKeptAsync(ffi);

        Assert.Equal(unloads, ffi.Unloads());
    }

    [Fact]
    public async Task ThreadSafeCallback_ThatIsNotDisposed_HoldsTheLibraryItWasGivenTo()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync();
        LibraryRef library = ffi[UnloadableLibrary.Name];
        int unloads = ffi.Unloads();
        using StoredCallback callback = StoredCallback.Create("void (*)(void)", static () => { }, new CallbackOptions { ThreadSafe = true });
        library["keep_callback"].Invoke(callback);
        await library.RestartAsync().Within();
        Assert.Equal(unloads, ffi.Unloads());

        callback.Dispose();
        Assert.Equal(1, library["has_callback"].Invoke().ToInt32());
        await library.RestartAsync().Within();

        Assert.Equal(unloads + 1, ffi.Unloads());
        Assert.Equal(0, library["has_callback"].Invoke().ToInt32());
    }

    [Fact]
    public async Task LentBuffer_GoesBackWhenItsLibraryIsUnloaded()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync();
        LibraryRef library = ffi[UnloadableLibrary.Name];
        int unloads = ffi.Unloads();
        using OwnedBuffer buffer = library.Allocate(64);
        library["keep_buffer"].Invoke(buffer);
        Assert.Equal(BufferState.Lent, buffer.State);

        await library.RestartAsync().Within();

        Assert.Equal(unloads + 1, ffi.Unloads());
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public async Task Restart_DuringASynchronousCall_WaitsForIt()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync();
        LibraryRef library = ffi[UnloadableLibrary.Name];
        int unloads = ffi.Unloads();
        (Task<int> call, byte[] flag) = BeginCall(library);

        Task restart = library.RestartAsync();
        Eventually.Holds(() => library["triple"].Entry.Function is null, "the restart began");
        Assert.Throws<LibraryUnavailableException>(() => library["triple"].Invoke(1));
        Assert.Equal(unloads, ffi.Unloads());
        Volatile.Write(ref flag[0], 1);
        await restart.Within();

        Assert.Equal(10, await call.Within());
        Assert.Equal(unloads + 1, ffi.Unloads());
        Assert.Equal(0, ffi.UnloadsInside());
    }

    [Fact]
    public async Task Restart_DuringASynchronousCallThatDoesNotReturn_DoesNotUnload()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync(library => library.StopTimeout(TimeSpan.FromMilliseconds(50)), _loggers);
        LibraryRef library = ffi[UnloadableLibrary.Name];
        int unloads = ffi.Unloads();
        (Task<int> call, byte[] flag) = BeginCall(library);

        await library.RestartAsync().Within();

        Assert.Equal(unloads, ffi.Unloads());
        Assert.Contains(1014, Logged);
        Assert.Contains(SameMapping, Logged);
        Volatile.Write(ref flag[0], 1);
        Assert.Equal(10, await call.Within());
    }

    [Fact]
    public async Task Restart_OfAPinnedLibraryWhoseThreadIsNotGivenBack_FailsItAndRecommendsIsolation()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync(library => library.Threads(ThreadMode.Pinned).StopTimeout(TimeSpan.FromMilliseconds(50)));
        LibraryRef library = ffi[UnloadableLibrary.Name];
        (Task<int> call, byte[] flag) = BeginCall(library);

        await Assert.ThrowsAsync<LibraryUnavailableException>(() => library.RestartAsync().Within());

        Assert.Equal(LibraryState.Failed, library.State);
        Assert.Contains("Isolate the library", Assert.IsType<TooManyAbandonedException>(library.Failure).Message, StringComparison.Ordinal);
        Volatile.Write(ref flag[0], 1);
        await call.Within();
        await library.ReviveAsync().Within();
        Assert.Equal(9, library["triple"].Invoke(3).ToInt32());
    }

    private async Task RestartKeptAsync(FfiRuntime ffi)
    {
        await ffi[UnloadableLibrary.Name].RestartAsync().Within();
        Assert.Contains(Kept, Logged);
        Assert.Contains(SameMapping, Logged);
    }

    // A synchronous call that has begun and returns 10 when its flag is 1.
    private static (Task<int> Call, byte[] Flag) BeginCall(LibraryRef library)
    {
        byte[] flag = GC.AllocateArray<byte>(4, pinned: true);
        byte[] entered = GC.AllocateArray<byte>(4, pinned: true);
        Task<int> call = Task.Factory.StartNew(() => library["wait_until"].Invoke(flag, entered).ToInt32(), TaskCreationOptions.LongRunning);
        Eventually.Holds(() => Volatile.Read(ref entered[0]) == 1, "the call began");
        return (call, flag);
    }
}
