using System.Threading.Channels;

namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Handlers of callbacks that block on a call which only they hold up are refused, and no others.</summary>
public abstract class HandlerWaitContract(IsolationMode isolation) : CallingBackContract(isolation)
{
    [Theory]
    [InlineData(CallbackPlace.Caller, "promise")]
    [InlineData(CallbackPlace.Caller, "method")]
    [InlineData(CallbackPlace.Caller, "batch")]
    [InlineData(CallbackPlace.Pool, "promise")]
    [InlineData(CallbackPlace.Pool, "batch")]
    public async Task Handler_ThatWaitsForACallOfItsOwnWorker_IsRefusedByName(CallbackPlace place, string way)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Workers(1));
        SymbolRef callBack = ffi["fixture"]["call_back"];
        using StoredCallback inner = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1);
        async Task<int> CallAsync(int value) => (await callBack.CallAsync(inner, value).ConfigureAwait(false)).Value.ToInt32();
        using StoredCallback callback = StoredCallback.Create(
            "int32_t (*)(int32_t)",
            (int value) => way switch
            {
                "promise" => callBack.CallAsync(inner, value).AsTask().GetAwaiter().GetResult().Value.ToInt32(),
                "method" => CallAsync(value).GetAwaiter().GetResult(),
                _ => Answered(ffi["fixture"].CallManyAsync(new NativeCall(callBack, inner, value), new NativeCall(callBack, inner, value)).GetAwaiter().GetResult()[1]),
            },
            new CallbackOptions { ThreadSafe = true, Place = place });

        CallRefusedException error = Assert.IsType<CallRefusedException>((await callBack.TryCallAsync(callback, 1).AsTask().Within()).Failure);
        Assert.Equal(("call_back", "call_back", CallRefusal.HeldByCaller), (error.Symbol, error.Holder, error.Reason));
        Assert.Contains("a worker of 'call_back'", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await callBack.CallAsync(inner, 2).AsTask().Within()).Value.ToInt32());
        Assert.Equal(5, callBack.Invoke(callback, 4).ToInt32()); // On this thread no worker is blocked.
    }

    [Theory]
    [InlineData("Wait")]
    [InlineData("Result")]
    [InlineData("WaitAny")]
    [InlineData("WhenAll")]
    [InlineData("WhenAny")]
    [InlineData("Preserve")]
    [InlineData("channel")]
    [InlineData("constructed before")]
    [InlineData("another thread posts")]
    [InlineData("batch of which one is withdrawn")]
    public async Task Handler_ThatBlocksOnAReplyInAnyWay_IsRefusedByName(string way)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Workers(1));
        SymbolRef callBack = ffi["fixture"]["call_back"];
        using StoredCallback inner = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1);
        using NativeCall before = new(callBack, inner, 1);
        using StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => Answered(Block(way, ffi["fixture"], callBack, inner, before, value)));

        CallRefusedException error = Assert.IsType<CallRefusedException>(Innermost((await callBack.TryCallAsync(callback, 1).AsTask().Within()).Failure));

        Assert.Equal(("call_back", "call_back", CallRefusal.HeldByCaller), (error.Symbol, error.Holder, error.Reason));
        Assert.Equal(3, (await callBack.CallAsync(inner, 2).AsTask().Within()).Value.ToInt32());
    }

    private static NativeReply Block(string way, LibraryRef library, SymbolRef callBack, StoredCallback inner, NativeCall before, int value)
    {
        Task<NativeReply> Call() => callBack.CallAsync(inner, value).AsTask();
        switch (way)
        {
            case "Wait":
                Task<NativeReply> waited = Call();
                waited.Wait();
                return waited.Result;
            case "Result":
                return Call().Result;
            case "WaitAny":
                Task<NativeReply>[] some = [Call(), Call()];
                return some[Task.WaitAny(some)].Result;
            case "WhenAll":
                Task<NativeReply[]> all = Task.WhenAll(Call(), Call());
                all.Wait();
                return all.Result[0];
            case "WhenAny":
                return Task.WhenAny(Call(), Call()).Result.Result;
            case "Preserve":
                return callBack.CallAsync(inner, value).Preserve().AsTask().Result;
            case "batch of which one is withdrawn":
                using (CancellationTokenSource source = new())
                {
                    Task<NativeReply[]> batch = library.CallManyAsync(new NativeCall(callBack.With(source.Token), inner, value), new NativeCall(callBack, inner, value));
                    source.Cancel();
                    return batch.Result[1];
                }

            default:
                return ThroughAChannel(way, callBack, way == "constructed before" ? before : new NativeCall(callBack, inner, value));
        }
    }

    private static NativeReply ThroughAChannel(string way, SymbolRef callBack, NativeCall call)
    {
        Channel<NativeReply> replies = Channel.CreateUnbounded<NativeReply>();
        if (way == "another thread posts")
        {
            Task.Run(() => callBack.Post(call, replies.Writer)).Wait();
        }
        else
        {
            callBack.Post(call, replies.Writer);
        }

        return replies.Reader.ReadAsync().AsTask().Result;
    }

    private static Exception? Innermost(Exception? error) => error is AggregateException several ? several.Flatten().InnerExceptions[0] : error;

    [Fact]
    public async Task Handlers_OfTwoSymbolsThatBlockOnEachOther_AreRefused()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library
            .Workers(1)
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);", symbol => symbol.Alias("other")));
        SymbolRef callBack = ffi["fixture"]["call_back"];
        using StoredCallback last = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value);
        using StoredCallback second = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => callBack.CallAsync(last, value).AsTask().Result.Value.ToInt32());
        using StoredCallback first = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => ffi["fixture"]["other"].CallAsync(second, value).AsTask().Result.Value.ToInt32());

        CallRefusedException error = Assert.IsType<CallRefusedException>(Innermost((await callBack.TryCallAsync(first, 1).AsTask().Within()).Failure));

        Assert.Equal(("call_back", CallRefusal.HeldByCaller), (error.Symbol, error.Reason));
        Assert.Equal(4, (await callBack.CallAsync(last, 4).AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task Promise_ThatIsAskedForItsReplyTooEarly_SaysWhatToDo()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Workers(1));
        SymbolRef callBack = ffi["fixture"]["call_back"];
        using StoredCallback inner = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1);
        NativeArgument outer = NativeArgument.Callback((int value) => callBack.CallAsync(inner, value).GetAwaiter().GetResult().Value.ToInt32());

        InvalidOperationException error = Assert.IsType<InvalidOperationException>((await callBack.TryCallAsync(outer, 1).AsTask().Within()).Failure);

        Assert.Contains("'call_back' of library 'fixture' is not answered yet", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await callBack.CallAsync(inner, 2).AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task Handler_ThatPostsToAChannelForLater_IsNotRefused()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Workers(1));
        SymbolRef callBack = ffi["fixture"]["call_back"];
        using StoredCallback inner = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1);
        Channel<NativeReply> replies = Channel.CreateUnbounded<NativeReply>();
        NativeArgument outer = NativeArgument.Callback((int value) =>
        {
            callBack.Post(new NativeCall(callBack, inner, value), replies.Writer);
            return value;
        });

        Assert.Equal(1, (await callBack.CallAsync(outer, 1).AsTask().Within()).Value.ToInt32());
        Assert.Equal(2, (await replies.Reader.ReadAsync().AsTask().Within()).Value.ToInt32());
    }

    private static int Answered(NativeReply reply) => reply.Failure is { } failure ? throw failure : reply.Value.ToInt32();

    [Fact]
    public async Task Handlers_ThatBlockAllWorkersForEachOther_AreRefused()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Workers(2));
        SymbolRef callBack = ffi["fixture"]["call_back"];
        using Barrier both = new(2);
        using StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", (int value) =>
        {
            if (value > 0)
            {
                both.SignalAndWait();
                return callBack.CallAsync(NativeArgument.Callback((int last) => last), -value).AsTask().GetAwaiter().GetResult().Value.ToInt32();
            }

            return value;
        });

        Task<NativeReply> first = callBack.TryCallAsync(callback, 1).AsTask();
        Task<NativeReply> second = callBack.TryCallAsync(callback, 2).AsTask();
        NativeReply[] replies = await Task.WhenAll(first, second).Within();

        Assert.Contains(replies, reply => reply.Failure is CallRefusedException { Holder: "call_back" });
        Assert.All(replies, reply => Assert.True(reply.Failure is null or CallRefusedException));
    }

    [Theory]
    [InlineData(CallbackPlace.Caller)]
    [InlineData(CallbackPlace.Pool)]
    public async Task Handler_ThatWaitsForACallUnderItsOwnLimitOrKey_IsRefusedByName(CallbackPlace place)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);", symbol => symbol.Alias("call_back_alone").Concurrency(1))
            .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);", symbol => symbol.Alias("call_back_by_key").Key("value")));
        using StoredCallback inner = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1);
        foreach (string name in (string[])["call_back_alone", "call_back_by_key"])
        {
            SymbolRef callBack = ffi["fixture"][name];
            using StoredCallback callback = StoredCallback.Create(
                "int32_t (*)(int32_t)",
                (int value) => callBack.CallAsync(inner, value).AsTask().GetAwaiter().GetResult().Value.ToInt32(),
                new CallbackOptions { ThreadSafe = true, Place = place });

            Assert.Equal((name, CallRefusal.HeldByCaller), Named(await callBack.TryCallAsync(callback, 1).AsTask().Within()));
            Assert.Equal((name, CallRefusal.HeldByCaller), Named(await Task.Run(() => Assert.Throws<CallRefusedException>(() => callBack.Invoke(callback, 1))).Within()));
            Assert.Equal(3, (await callBack.CallAsync(inner, 2).AsTask().Within()).Value.ToInt32());
        }
    }

    private static (string? Holder, CallRefusal Reason) Named(NativeReply reply) => Named(Assert.IsType<CallRefusedException>(reply.Failure));

    private static (string? Holder, CallRefusal Reason) Named(CallRefusedException error) => (error.Holder, error.Reason);

    [Fact]
    public async Task Handler_ThatPostsACallForLater_IsNotRefused()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Workers(1));
        SymbolRef callBack = ffi["fixture"]["call_back"];
        using StoredCallback inner = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1);
        List<Task<NativeReply>> later = [];
        NativeReply reply = await callBack.CallAsync(
            NativeArgument.Callback((int value) =>
            {
                later.Add(callBack.CallAsync(inner, 40).AsTask());
                later.Add(callBack.CallAsync(inner, 41).AsTask());
                return value;
            }),
            1).AsTask().Within();

        Assert.Equal(1, reply.Value.ToInt32());
        Assert.Equal([41, 42], (await Task.WhenAll(later).Within()).Select(one => one.Value.ToInt32()));
    }

    [Fact]
    public async Task Handler_ThatWaitsForACallOfAWorkerToSpare_GetsItsReply()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.Workers(2));
        SymbolRef callBack = ffi["fixture"]["call_back"];
        using StoredCallback inner = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1);
        NativeArgument outer = NativeArgument.Callback((int value) => callBack.CallAsync(inner, value).AsTask().GetAwaiter().GetResult().Value.ToInt32());

        Assert.Equal(8, (await callBack.CallAsync(outer, 7).AsTask().Within()).Value.ToInt32());
    }
}
