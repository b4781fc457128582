using ActorFfi.Native.Tests.Calls;

namespace ActorFfi.Native.Tests.Callbacks;

[Collection(nameof(StoredCallbackTests))]
public sealed class StoredCallbackTests
{
    private const string Signature = "int32_t counted(int32_t)";

    private static readonly NativeFunction _store = FixtureCalls.Function("void store_callback(int32_t (*callback)(int32_t))");
    private static readonly NativeFunction _callStored = FixtureCalls.Function("int32_t call_stored(int32_t value)");
    private static readonly NativeFunction _callBack = FixtureCalls.Function("int32_t call_back(int32_t (*callback)(int32_t), int32_t value)");
    private static readonly NativeFunction _many = FixtureCalls.Function("int64_t call_back_many(int32_t (*callback)(int32_t), int32_t count)");

    [Fact]
    public void Callback_KeptByNativeCode_RunsInLaterCalls()
    {
        using StoredCallback callback = StoredCallback.Create(Signature, (int value) => value * 2);
        _store.Call(callback);
        GC.Collect();

        Assert.Equal(42, _callStored.Call(21).ToInt32());
        Assert.Equal("counted", callback.Name);
    }

    [Fact]
    public void Callback_KeptByNativeCodeAndForgottenByManagedCode_StaysAlive()
    {
        StoreAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(8, _callStored.Call(7).ToInt32());
    }

    [Fact]
    public void Callback_CalledAfterItWasDisposed_GivesItsFallbackAndIsReported()
    {
        using ReportLog log = new("disposed");
        StoredCallback callback = StoredCallback.Create(Signature, (int value) => value, new CallbackOptions { Name = "disposed", Fallback = -7 });
        _store.Call(callback);
        callback.Dispose();

        Assert.Equal(-7, _callStored.Call(1).ToInt32());
        CallbackReport report = Assert.Single(log.Reports);
        Assert.Equal((CallbackReportKind.Disposed, "fixture"), (report.Kind, report.Library));
        Assert.Contains("'disposed' of library 'fixture'", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Callback_Disposed_IsNotPassed()
    {
        StoredCallback callback = StoredCallback.Create(Signature, (int value) => value);
        callback.Dispose();
        callback.Dispose();

        Assert.True(callback.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => _callBack.Call(callback, 1));
    }

    [Fact]
    public void Callback_DisposedInsideItself_FinishesItsRun()
    {
        StoredCallback callback = null!;
        callback = StoredCallback.Create(Signature, (int value) =>
        {
            callback.Dispose();
            return value + 1;
        });

        Assert.Equal(2, _callBack.Call(callback, 1).ToInt32());
        Assert.True(callback.IsDisposed);
    }

    [Fact]
    public void Callback_OfAnEndedCall_GivesZeroAndIsReported()
    {
        NativeFunction store = FixtureCalls.Function("void store_callback(int32_t (*only_during_the_call)(int32_t))");
        using ReportLog log = new("only_during_the_call");
        store.Call(NativeArgument.Callback((int value) => value + 5));

        Assert.Equal(0, _callStored.Call(1).ToInt32());
        Assert.Equal(CallbackReportKind.Disposed, Assert.Single(log.Reports).Kind);
    }

    [Fact]
    public void Callbacks_TenThousandAtOnce_EachRunAsThemselves()
    {
        NativeSignature signature = StoredCallbackSignature();
        StoredCallback[] callbacks = [.. Enumerable.Range(0, 10_000).Select(i => StoredCallback.Create(signature, (int value) => value + i))];

        Assert.All(callbacks.Index(), pair => Assert.Equal(pair.Index + 1, _callBack.Call(pair.Item, 1).ToInt32()));
        Random.Shared.Shuffle(callbacks);
        Array.ForEach(callbacks, callback => callback.Dispose());
    }

    [Fact]
    public void Trampoline_OfADisposedCallback_RestsForTheWholeQuarantine()
    {
        using ReportLog log = new("resting");
        StoredCallback first = StoredCallback.Create(Signature, (int value) => value, new CallbackOptions { Name = "resting", Fallback = -1 });
        _store.Call(first);
        first.Dispose();
        NativeSignature signature = StoredCallbackSignature();
        for (int i = 0; i < TrampolinePool.Quarantine / 2; i++)
        {
            StoredCallback.Create(signature, (int value) => value).Dispose();
        }

        Assert.Equal(-1, _callStored.Call(1).ToInt32());
        Assert.Single(log.Reports);
    }

    [Fact]
    public void Callback_Recursive_KeepsItsRunsApart()
    {
        StoredCallback callback = null!;
        callback = StoredCallback.Create(Signature, (int value) => value <= 1 ? 1 : value * _callBack.Call(callback, value - 1).ToInt32());
        using (callback)
        {
            Assert.Equal(3628800, _callBack.Call(callback, 10).ToInt32());
        }
    }

    [Fact]
    public void Callback_Throwing_FailsTheCallThatCausedItAndGivesTheFallback()
    {
        using ReportLog log = new("throwing");
        using StoredCallback callback = StoredCallback.Create(
            Signature, (int value) => value == 2 ? throw new InvalidOperationException("two") : value, new CallbackOptions { Name = "throwing", Fallback = 100 });

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => _many.Call(callback, 4));
        Assert.Equal("two", thrown.Message);
        Assert.Equal(1, _many.Call(callback, 2).ToInt64());
        Assert.Equal("two", Assert.Single(log.Reports).Exception!.Message);
    }

    [Fact]
    public void Callback_ThrowingWhenKept_FailsTheLaterCall()
    {
        using StoredCallback callback = StoredCallback.Create(Signature, int (int value) => throw new InvalidOperationException("later"));
        _store.Call(callback);

        Assert.Equal("later", Assert.Throws<InvalidOperationException>(() => _callStored.Call(1)).Message);
    }

    [Fact]
    public void Callback_ThrowingInsideANestedCall_FailsThatCallOnly()
    {
        using StoredCallback inner = StoredCallback.Create(Signature, int (int value) => throw new InvalidOperationException("inner"));
        using StoredCallback outer = StoredCallback.Create(Signature, (int value) => Record.Exception(() => _callBack.Call(inner, 1)) is InvalidOperationException ? 3 : 4);

        Assert.Equal(3, _callBack.Call(outer, 1).ToInt32());
    }

    [Theory]
    [InlineData("uint8_t (*callback)(uint8_t)", 256)]
    [InlineData("uint8_t (*callback)(uint8_t)", -1)]
    public void Callback_WithAResultOutOfRange_FailsTheCall(string signature, int result)
    {
        NativeFunction function = FixtureCalls.Function($"uint8_t call_back_u8({signature}, uint8_t v)");

        ArgumentException error = Assert.Throws<ArgumentException>(() => function.Call(NativeArgument.Callback(arguments => result), 1));
        Assert.Contains("between 0 and 255", error.Message, StringComparison.Ordinal);
        Assert.Contains("'callback'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Callback_WithAResultOfAnotherKind_FailsTheCall() =>
        Assert.Throws<ArgumentException>(() => _callBack.Call(NativeArgument.Callback(arguments => "text"), 1));

    [Theory]
    [InlineData("int64_t (*)(int32_t)")]
    [InlineData("int32_t (*)(int64_t)")]
    [InlineData("int32_t (*)(int32_t, int32_t)")]
    [InlineData("int32_t (*)(float)")]
    [InlineData("void (*)(int32_t)")]
    public void Callback_OfAnotherSignature_IsRefused(string signature)
    {
        using StoredCallback callback = StoredCallback.Create(signature, arguments => NativeArgument.Null);

        ArgumentException error = _callBack.Refused("callback", callback, 1);
        Assert.Contains("another signature", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Callback_ForABarePointer_IsTakenWhenStoredAndRefusedWithoutASignature()
    {
        NativeFunction bare = FixtureCalls.Function("int32_t call_back(void *callback, int32_t value)");
        using StoredCallback callback = StoredCallback.Create(Signature, (int value) => value);

        Assert.Equal(5, bare.Call(callback, 5).ToInt32());
        bare.Refused("callback", NativeArgument.Callback((int value) => value), 5);
    }

    [Fact]
    public void Parameter_ThatIsAFunction_TakesNoMemory()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8);

        _callBack.Refused("callback", buffer, 1);
        _callBack.Refused("callback", "text", 1);
        _callBack.Refused("callback", new byte[1], 1);
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Creation_WithAHandlerThatDoesNotFit_IsRefused()
    {
        Assert.Contains("has 'System.Int64' there", Assert.Throws<ArgumentException>(() => StoredCallback.Create(Signature, (long value) => 1)).Message, StringComparison.Ordinal);
        Assert.Contains("The result", Assert.Throws<ArgumentException>(() => StoredCallback.Create(Signature, (int value) => 1L)).Message, StringComparison.Ordinal);
        Assert.Contains("1 parameters", Assert.Throws<ArgumentException>(() => StoredCallback.Create(Signature, (int a, int b) => a)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => StoredCallback.Create(Signature, new CallbackAction(_ => { })));
        Assert.Throws<ArgumentException>(() => StoredCallback.Create("void (*)(int)", (int a) => { }, new CallbackOptions { Place = CallbackPlace.Post }));
        Assert.Throws<ArgumentException>(() => StoredCallback.Create(Signature, (int a) => a, new CallbackOptions { ThreadSafe = true, Place = CallbackPlace.Post }));
        Assert.Throws<ArgumentException>(() => StoredCallback.Create(Signature, (int a) => a, new CallbackOptions { Fallback = 1L << 40 }));
        Assert.Throws<ArgumentException>(() => StoredCallback.Create(Signature, (int a) => a, new CallbackOptions { Deadline = TimeSpan.Zero }));
        Assert.Throws<DeclarationException>(() => StoredCallback.Create("int32_t", (int a) => a));
        Assert.Throws<DeclarationException>(() => StoredCallback.Create("int32_t (*)(struct nowhere)", (int a) => a));
    }

    [Fact]
    public void Callback_OfOneStartOfALibrary_IsNotPassedAfterIt()
    {
        LibraryGeneration owner = new("zlib", 3);
        StoredCallback callback = CallbackFactory.Create(Signature, (int value) => value + 1, options: null, owner);
        _store.Call(callback);
        Assert.Equal(2, _callStored.Call(1).ToInt32());
        using ReportLog log = new("counted");
        owner.End();

        Assert.Equal(3, Assert.Throws<StaleHandleException>(() => _callBack.Call(callback, 1)).Generation);
        Assert.Equal(0, _callStored.Call(1).ToInt32());
        Assert.Contains(log.Reports, report => report.Kind == CallbackReportKind.Stale && report is { Library: "fixture", Symbol: "call_stored" });
    }

    [Fact]
    public void Callback_OnceItHasRun_AllocatesNothing()
    {
        using StoredCallback typed = StoredCallback.Create(Signature, (int value) => value + 1);
        using StoredCallback values = StoredCallback.Create(Signature, arguments => arguments[0].ToInt32() + 1);

        Assert.Equal(0, Allocations.Of(() => _callBack.Call(typed, 4)));
        Assert.Equal(0, Allocations.Of(() => _callBack.Call(values, 4)));
    }

    private static NativeSignature StoredCallbackSignature()
    {
        using StoredCallback callback = StoredCallback.Create(Signature, (int value) => value);
        return callback.Signature;
    }

    private static void StoreAndForget() => _store.Call(StoredCallback.Create(Signature, (int value) => value + 1));
}
