namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Handlers on threads of native code's own that need what the call holds which was given their callback, and which waits for these threads.</summary>
public abstract class ForeignHandlerContract(IsolationMode isolation) : CallingBackContract(isolation)
{
    [Theory]
    [InlineData(CallbackPlace.Caller, "Invoke")]
    [InlineData(CallbackPlace.Caller, "CallAsync")]
    [InlineData(CallbackPlace.Caller, "CallManyAsync")]
    [InlineData(CallbackPlace.Pool, "Invoke")]
    [InlineData(CallbackPlace.Pool, "CallAsync")]
    public async Task Handler_ThatNeedsThePinnedThread_IsRefusedByName(CallbackPlace place, string way)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Threads(ThreadMode.Pinned));
        await IsRefusedByBothDoorsAsync(ffi, place, way, "add_i32", "pinned thread");
    }

    [Theory]
    [InlineData("Invoke")]
    [InlineData("CallAsync")]
    public async Task Handler_ThatNeedsThePlaceUnderALimit_IsRefusedByName(string way)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Concurrency(1));
        await IsRefusedByBothDoorsAsync(ffi, CallbackPlace.Caller, way, "add_i32", "concurrency limit");
    }

    [Theory]
    [InlineData("Invoke")]
    [InlineData("CallAsync")]
    public async Task Handler_ThatNeedsTheTurnOfItsKey_IsRefusedByName(string way)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library
            .Declare("int64_t call_back_from_threads(int32_t (*callback)(int32_t), int32_t threads, int32_t count);", symbol => symbol.Alias("keyed").Key("threads")));
        await IsRefusedByBothDoorsAsync(ffi, CallbackPlace.Caller, way, "keyed", "the turn of its key");
    }

    [Fact]
    public async Task Handler_ThatNeedsTheOnlyWorker_IsRefusedByName()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Workers(1));
        (SymbolRef outer, StoredCallback callback) = await IsRefusedAsync(ffi, CallbackPlace.Caller, "CallAsync", "call_back_from_threads", "a worker of");
        using (callback)
        {
            Assert.Equal(0, outer.Invoke(callback, 1, 1).ToInt32()); // On this thread no worker is blocked.
        }
    }

    [Fact]
    public async Task Handler_ThatNeedsWhatIsFree_IsServed()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Concurrency(2));
        SymbolRef add = ffi["fixture"]["add_i32"];
        using StoredCallback callback = StoredCallback.Create(
            "int32_t (*)(int32_t)",
            (int value) => add.CallAsync(add.Invoke(value, 1).ToInt32(), 1).AsTask().GetAwaiter().GetResult().Value.ToInt32(),
            new CallbackOptions { ThreadSafe = true });

        Assert.Equal(0 + 1 + 2 + 3 + (4 * 2), (await ffi["fixture"]["call_back_from_threads"].CallAsync(callback, 2, 2).AsTask().Within()).Value.ToInt64());
    }

    private static async Task IsRefusedByBothDoorsAsync(FfiRuntime ffi, CallbackPlace place, string way, string symbol, string reason)
    {
        (SymbolRef outer, StoredCallback callback) = await IsRefusedAsync(ffi, place, way, symbol, reason);
        using (callback)
        {
            CallRefusedException error = await Task.Run(() => Assert.Throws<CallRefusedException>(() => outer.Invoke(callback, 1, 1))).Within();
            Assert.Equal((symbol, outer.Name, CallRefusal.HeldByCaller), (error.Symbol, error.Holder, error.Reason));
        }
    }

    private static async Task<(SymbolRef Outer, StoredCallback Callback)> IsRefusedAsync(FfiRuntime ffi, CallbackPlace place, string way, string symbol, string reason)
    {
        LibraryRef library = ffi["fixture"];
        SymbolRef outer = library[symbol == "keyed" ? symbol : "call_back_from_threads"];
        StoredCallback inner = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value, new CallbackOptions { ThreadSafe = true });
        StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", (int _) => Call(way, library, symbol, inner), new CallbackOptions { ThreadSafe = true, Place = place });

        CallRefusedException error = Assert.IsType<CallRefusedException>((await outer.TryCallAsync(callback, 1, 1).AsTask().Within()).Failure);

        Assert.Equal((symbol, outer.Name, CallRefusal.HeldByCaller), (error.Symbol, error.Holder, error.Reason));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await outer.CallAsync(inner, 1, 1).AsTask().Within()).Value.ToInt32());
        Assert.Equal(3, library["add_i32"].Invoke(1, 2).ToInt32());
        return (outer, callback);
    }

    private static int Call(string way, LibraryRef library, string symbol, StoredCallback inner)
    {
        SymbolRef called = library[symbol];
        NativeArgument[] arguments = symbol == "add_i32" ? [1, 2] : [inner, 1, 1];
        return way switch
        {
            "Invoke" => called.Invoke(arguments).ToInt32(),
            "CallAsync" => called.CallAsync(arguments).AsTask().GetAwaiter().GetResult().Value.ToInt32(),
            _ => Answered(library.CallManyAsync(new NativeCall(called, arguments), new NativeCall(called, arguments)).GetAwaiter().GetResult()[1]),
        };
    }

    private static int Answered(NativeReply reply) => reply.Failure is { } failure ? throw failure : reply.Value.ToInt32();
}
