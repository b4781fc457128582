namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Handlers of callbacks that need the pinned thread which waits for them.</summary>
public sealed class PinnedCallbackTests
{
    private static Task<FfiRuntime> StartAsync() => FixtureLibrary.StartAsync(library => library
        .Threads(ThreadMode.Pinned)
        .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);"));

    [Fact]
    public async Task Handler_OnThePool_ThatNeedsThePinnedThreadOfItsCall_IsRefusedByName()
    {
        await using FfiRuntime ffi = await StartAsync();
        SymbolRef callBack = ffi["fixture"]["call_back"];
        SymbolRef add = ffi["fixture"]["add_i32"];
        using StoredCallback callback = StoredCallback.Create(
            "int32_t (*)(int32_t)", (int value) => add.Invoke(value, 1).ToInt32(), new CallbackOptions { ThreadSafe = true, Place = CallbackPlace.Pool });

        CallRefusedException error = Assert.Throws<CallRefusedException>(() => callBack.Invoke(callback, 1));
        Assert.Equal(("fixture", "add_i32", "call_back"), (error.Library, error.Symbol, error.Holder));
        Assert.Contains("pinned thread", error.Message, StringComparison.Ordinal);
        Assert.Equal(CallRefusal.HeldByCaller, Assert.IsType<CallRefusedException>((await callBack.TryCallAsync(callback, 1)).Failure).Reason);
        Assert.Equal(3, add.Invoke(1, 2).ToInt32());
    }

    [Fact]
    public async Task Handler_OnThePinnedThreadItself_CallsOtherSymbols()
    {
        await using FfiRuntime ffi = await StartAsync();
        SymbolRef add = ffi["fixture"]["add_i32"];
        using StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => add.Invoke(value, 1).ToInt32());

        Assert.Equal(5, ffi["fixture"]["call_back"].Invoke(callback, 4).ToInt32());
        Assert.Equal(6, (await ffi["fixture"]["call_back"].CallAsync(callback, 5)).Value.ToInt32());
    }

    [Fact]
    public async Task Handler_OnThePool_CallsThePinnedThreadOfAnotherLibrary()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder
            .AddFixture(library => library.Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);"))
            .AddLibrary("other", library => library.Path(FixtureLibrary.File).Threads(ThreadMode.Pinned).Declare("int32_t add_i32(int32_t a, int32_t b);")));
        SymbolRef add = ffi["other"]["add_i32"];
        using StoredCallback callback = StoredCallback.Create(
            "int32_t (*)(int32_t)", (int value) => add.Invoke(value, 1).ToInt32(), new CallbackOptions { ThreadSafe = true, Place = CallbackPlace.Pool });

        Assert.Equal(5, ffi["fixture"]["call_back"].Invoke(callback, 4).ToInt32());
    }

    [Theory]
    [InlineData(CallbackPlace.Caller)]
    [InlineData(CallbackPlace.Pool)]
    public async Task Handler_ThatWaitsForACallOfThePinnedThreadOfItsCall_IsRefusedByName(CallbackPlace place)
    {
        await using FfiRuntime ffi = await StartAsync();
        SymbolRef callBack = ffi["fixture"]["call_back"];
        SymbolRef add = ffi["fixture"]["add_i32"];
        using StoredCallback callback = StoredCallback.Create(
            "int32_t (*)(int32_t)",
            (int value) => add.CallAsync(value, 1).AsTask().GetAwaiter().GetResult().Value.ToInt32(),
            new CallbackOptions { ThreadSafe = true, Place = place });

        CallRefusedException error = Assert.IsType<CallRefusedException>((await callBack.TryCallAsync(callback, 1).AsTask().Within()).Failure);
        Assert.Equal(("add_i32", "call_back", CallRefusal.HeldByCaller), (error.Symbol, error.Holder, error.Reason));
        Assert.Contains("pinned thread", error.Message, StringComparison.Ordinal);
        CallRefusedException again = await Task.Run(() => Assert.Throws<CallRefusedException>(() => callBack.Invoke(callback, 1))).Within();
        Assert.Equal("call_back", again.Holder);
        Assert.Equal(3, add.Invoke(1, 2).ToInt32());
    }
}
