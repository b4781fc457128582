namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Handlers of callbacks that need the pinned thread which waits for them, wherever it is.</summary>
public abstract class PinnedCallbackContract(IsolationMode isolation) : PlacementContract(isolation)
{
    /// <summary>A runtime whose fixture library is pinned and calls back.</summary>
    protected Task<FfiRuntime> StartAsync() => StartAsync(library => library
        .Threads(ThreadMode.Pinned)
        .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);"));

    [Fact]
    public async Task Handler_OnThePinnedThreadItself_CallsOtherSymbols()
    {
        await using FfiRuntime ffi = await StartAsync();
        SymbolRef add = ffi["fixture"]["add_i32"];
        using StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => add.Invoke(value, 1).ToInt32());

        Assert.Equal(5, ffi["fixture"]["call_back"].Invoke(callback, 4).ToInt32());
        Assert.Equal(6, (await ffi["fixture"]["call_back"].CallAsync(callback, 5)).Value.ToInt32());
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
