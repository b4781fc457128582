namespace ActorFfi.Actors.Tests.Calls;

public abstract class CallbackContract(IsolationMode isolation) : CallingBackContract(isolation)
{
    [Fact]
    public async Task Lambda_OfANonblockingCall_RunsOnItsWorkerAndEndsWithIt()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync();
        int thread = 0;

        NativeReply reply = await ffi["fixture"]["call_back"].CallAsync(
            NativeArgument.Callback((int value) =>
            {
                thread = Environment.CurrentManagedThreadId;
                return value + 1;
            }),
            41);

        Assert.Equal(42, reply.Value.ToInt32());
        Assert.NotEqual(0, thread);
    }

    [Fact]
    public async Task Exception_InACallback_IsTheFailureOfTheReplyAndTheWorkerGoesOn()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync();
        SymbolRef callBack = ffi["fixture"]["call_back"];

        NativeReply reply = await callBack.TryCallAsync(NativeArgument.Callback(int (int value) => throw new InvalidOperationException("thrown")), 1);

        Assert.Equal("thrown", Assert.IsType<InvalidOperationException>(reply.Failure).Message);
        Assert.Equal(3, (await callBack.CallAsync(NativeArgument.Callback((int value) => value), 3)).Value.ToInt32());
        Assert.Equal("thrown", Assert.Throws<InvalidOperationException>(() => callBack.Invoke(NativeArgument.Callback(int (int value) => throw new InvalidOperationException("thrown")), 1)).Message);
    }

    [Theory]
    [InlineData(CallbackPlace.Caller)]
    [InlineData(CallbackPlace.Pool)]
    public async Task Handler_ThatNeedsThePlaceOfItsOwnCall_IsRefusedByName(CallbackPlace place)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Concurrency(1));
        SymbolRef callBack = ffi["fixture"]["call_back"];
        SymbolRef add = ffi["fixture"]["add_i32"];
        using StoredCallback callback = StoredCallback.Create(
            "int32_t (*)(int32_t)", (int value) => add.Invoke(value, 1).ToInt32(), new CallbackOptions { ThreadSafe = true, Place = place });

        CallRefusedException error = Assert.Throws<CallRefusedException>(() => callBack.Invoke(callback, 1));
        Assert.Equal(("fixture", "add_i32", "call_back", CallRefusal.HeldByCaller), (error.Library, error.Symbol, error.Holder, error.Reason));
        Assert.Equal(CallRefusal.HeldByCaller, Assert.IsType<CallRefusedException>((await callBack.TryCallAsync(callback, 1)).Failure).Reason);
        Assert.Equal(3, add.Invoke(1, 2).ToInt32());
    }

    [Theory]
    [InlineData(CallbackPlace.Caller)]
    [InlineData(CallbackPlace.Pool)]
    public async Task Handler_UnderTheKeyOfItsOwnCall_RunsAtOnceAndIsRefusedAnotherThatIsTaken(CallbackPlace place)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library
            .Workers(1)
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);", symbol => symbol.Alias("call_back_by_key").Key("value"))
            .Declare("int32_t add_i32(int32_t a, int32_t b);", symbol => symbol.Alias("add_by_key").Key("a")));
        SymbolRef callBack = ffi["fixture"]["call_back_by_key"];
        SymbolRef add = ffi["fixture"]["add_by_key"];
        int other = 0;
        using StoredCallback callback = StoredCallback.Create(
            "int32_t (*)(int32_t)", (int value) => add.Invoke(value + other, 1).ToInt32(), new CallbackOptions { ThreadSafe = true, Place = place });
        KeyLine taken = SynchronousKey.Enter(add.Entry, [2, 0], out _)!;

        Assert.Equal(2, callBack.Invoke(callback, 1).ToInt32());
        Assert.Equal(2, (await callBack.CallAsync(callback, 1).AsTask().Within()).Value.ToInt32());
        other = 1;
        CallRefusedException error = Assert.Throws<CallRefusedException>(() => callBack.Invoke(callback, 1));
        Assert.Equal(("add_by_key", "call_back_by_key", CallRefusal.HeldByCaller), (error.Symbol, error.Holder, error.Reason));
        Assert.Equal("call_back_by_key", Assert.IsType<CallRefusedException>((await callBack.TryCallAsync(callback, 1).AsTask().Within()).Failure).Holder);
        NativeReply[] batch = await ffi["fixture"].CallManyAsync(new NativeCall(callBack, callback, 0), new NativeCall(callBack, callback, 1), new NativeCall(add, 5, 1)).Within();
        Assert.Equal("call_back_by_key", Assert.IsType<CallRefusedException>(batch[1].Failure).Holder);
        Assert.Equal((2, 6), (batch[0].Value.ToInt32(), batch[2].Value.ToInt32())); // The batch has the turn of 1 in all its calls.

        SynchronousKey.Leave(add.Entry, taken);
        Assert.Equal(3, callBack.Invoke(callback, 1).ToInt32());
    }

    [Fact]
    public async Task Handler_WithRoomUnderTheLimit_CallsOtherSymbolsOfItsLibrary()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Concurrency(2));
        SymbolRef add = ffi["fixture"]["add_i32"];

        Assert.Equal(5, ffi["fixture"]["call_back"].Invoke(NativeArgument.Callback((int value) => add.Invoke(value, 1).ToInt32()), 4).ToInt32());
    }

    [Fact]
    public async Task Callback_OfALibrary_NamesItsTypes()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library
            .Types("struct cb_pair { int32_t a, b; };")
            .Declare("struct cb_pair call_back_pair(struct cb_pair (*callback)(struct cb_pair), struct cb_pair v);"));
        using StoredCallback callback = ffi["fixture"].CreateCallback("struct cb_pair turned(struct cb_pair v)", (NativeStruct v) =>
        {
            int first = v["a"].ToInt32();
            v.Set("a", v["b"].ToInt32());
            v.Set("b", first);
            return v;
        });
        NativeStruct pair = new(callback.Signature.Result);
        pair.Set("a", 3);

        Assert.Equal(3, ffi["fixture"]["call_back_pair"].Invoke(callback, pair).ToStruct()["b"].ToInt32());
        Assert.Throws<DeclarationException>(() => StoredCallback.Create("void (*)(struct cb_pair)", _ => { }));
        using StoredCallback alone = StoredCallback.Create(
            "void (*)(struct cb_pair)", _ => { }, new CallbackOptions { Types = TypeScope.Parse("struct cb_pair { int32_t a, b; };") });
        Assert.Equal(8, alone.Signature.Parameters[0].Type.Size);
    }

    [Fact]
    public async Task Callback_OfALibrary_IsStaleAfterItsStop()
    {
        FfiRuntime ffi = await StartWithCallbacksAsync();
        using StoredCallback callback = ffi["fixture"].CreateCallback("int32_t (*)(int32_t)", (int value) => value * 2);
        Assert.Equal(8, ffi["fixture"]["call_back"].Invoke(callback, 4).ToInt32());
        await ffi.DisposeAsync();

        await using FfiRuntime other = await StartWithCallbacksAsync();
        Assert.Throws<StaleHandleException>(() => other["fixture"]["call_back"].Invoke(callback, 4));
        Assert.Throws<LibraryUnavailableException>(() => ffi["fixture"].CreateCallback("int32_t (*)(int32_t)", (int value) => value * 2));
    }

    [Fact]
    public async Task Callback_OfALibraryInACallThatWaited_IsStaleAfterARestart()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Workers(1));
        LibraryRef library = ffi["fixture"];
        using StoredCallback callback = library.CreateCallback("int32_t (*)(int32_t)", (int value) => value * 2);
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim mayEnd = new();
        Task<NativeReply> first = library["call_back"].TryCallAsync(NativeArgument.Callback((int value) =>
        {
            begun.Set();
            mayEnd.Wait();
            return value;
        }), 1).AsTask();
        begun.Wait();
        Task<NativeReply> waiting = library["call_back"].TryCallAsync(callback, 4).AsTask();

        Task restart = library.RestartAsync();
        Eventually.Holds(
            () => callback.Target.Owner!.HasEnded || library.Guests.Any(static guest => guest.State == GuestState.Leaving),
            "that start of the library takes no more calls");
        mayEnd.Set();
        await restart.Within();

        NativeReply ended = await first.Within();
        Assert.Null(ended.Failure);
        Assert.Equal(1, ended.Value.ToInt32());
        Assert.IsType<StaleHandleException>((await waiting.Within()).Failure);
    }

    [Fact]
    public async Task Function_ThatALibraryGaveOut_IsCalledThroughBothDoors()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Concurrency(1));
        NativeReply reply = await ffi["fixture"]["choose"].CallAsync(2);
        ForeignFunction subtract = reply.Value.ToFunction()!;

        Assert.Equal(38, subtract.Invoke(40, 2).ToInt32());
        Assert.Equal(38, (await subtract.CallAsync(40, 2)).Value.ToInt32());
        Assert.Equal(37, (await subtract.CallAsync(40, 3)).Value.ToInt32());
        Assert.Equal(36, (await ffi["fixture"]["apply"].CallAsync(subtract, 40, 4)).Value.ToInt32());
        Assert.Equal(3, ffi["fixture"]["call_back"].Invoke(
            NativeArgument.Callback((int value) => Record.Exception(() => subtract.Invoke(2, 1)) is CallRefusedException { Reason: CallRefusal.HeldByCaller } ? value : 0), 3).ToInt32());
    }

    [Fact]
    public async Task Function_OfAStoppedLibrary_IsStaleThroughBothDoors()
    {
        FfiRuntime ffi = await StartWithCallbacksAsync();
        ForeignFunction add = ffi["fixture"]["choose"].Invoke(1).ToFunction()!;
        await ffi.DisposeAsync();

        Assert.Throws<StaleHandleException>(() => add.Invoke(1, 2));
        await Assert.ThrowsAsync<StaleHandleException>(async () => await add.CallAsync(1, 2));
    }

    [Fact]
    public async Task Buffer_ThatNativeCodeWroteAFunctionInto_GivesItOut()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync();
        using OwnedBuffer table = ffi["fixture"].Allocate(16);
        ForeignFunction add = ffi["fixture"]["choose"].Invoke(1).ToFunction()!;
        table.WriteFunction(8, add);

        Assert.Equal(add, ffi["fixture"].ReadFunction(table, "int32_t (*)(int32_t, int32_t)", 8));
        Assert.Null(ffi["fixture"].ReadFunction(table, "int32_t (*)(int32_t, int32_t)"));
        Assert.False(ffi["fixture"].ReadPointer(table, 8).IsNull);
    }

    [Fact]
    public async Task Exception_OnAForeignThreadOfANonblockingCall_IsTheFailureOfItsReply()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync();
        using StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", int (int value) => throw new InvalidOperationException("abroad"), new CallbackOptions { ThreadSafe = true });

        NativeReply reply = await ffi["fixture"]["call_back_from_threads"].TryCallAsync(callback, 2, 2);

        Assert.Equal("abroad", Assert.IsType<InvalidOperationException>(reply.Failure).Message);
    }
}
