namespace ActorFfi.Actors.Tests.Calls;

/// <summary>The same where handlers on the pool are on another thread than the pinned one of this process.</summary>
public sealed class PinnedCallbackTests() : PinnedCallbackContract(IsolationMode.None)
{
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
}
