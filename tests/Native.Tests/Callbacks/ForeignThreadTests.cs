using System.Collections.Concurrent;
using ActorFfi.Native.Tests.Calls;

namespace ActorFfi.Native.Tests.Callbacks;

[Collection(nameof(StoredCallbackTests))]
public sealed class ForeignThreadTests
{
    private const string Signature = "int32_t from_threads(int32_t)";
    private const int Repetitions = 100;

    private static readonly NativeFunction _fromThreads = FixtureCalls.Function("int64_t call_back_from_threads(int32_t (*callback)(int32_t), int32_t threads, int32_t count)");
    private static readonly NativeFunction _storedFromThreads = FixtureCalls.Function("int64_t call_stored_from_threads(int32_t threads, int32_t count)");
    private static readonly NativeFunction _store = FixtureCalls.Function("void store_callback(int32_t (*callback)(int32_t))");
    private static readonly NativeFunction _callBack = FixtureCalls.Function("int32_t call_back(int32_t (*callback)(int32_t), int32_t value)");
    private static readonly NativeFunction _add = FixtureCalls.Function("int32_t add_i32(int32_t a, int32_t b)");

    [Fact]
    public void Callback_NotThreadSafeOnAForeignThread_DoesNotRunAndIsReported()
    {
        using ReportLog log = new("alone");
        int runs = 0;
        using StoredCallback callback = StoredCallback.Create(Signature, (int value) => ++runs, new CallbackOptions { Name = "alone", Fallback = -1 });

        Assert.Equal(-6, _fromThreads.Call(callback, 2, 3).ToInt64());
        Assert.Equal(0, runs);
        Assert.Equal(6, log.Reports.Count);
        Assert.All(log.Reports, report => Assert.Equal(CallbackReportKind.ForeignThread, report.Kind));
        Assert.Contains("'alone' of library 'fixture'", log.Reports.First().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Callback_ThreadSafeInPlace_RunsOnTheNativeThreads()
    {
        ConcurrentDictionary<int, int> threads = new();
        using StoredCallback callback = StoredCallback.Create(
            Signature,
            (int value) =>
            {
                threads.TryAdd(Environment.CurrentManagedThreadId, 0);
                return _add.Call(value, 1).ToInt32();
            },
            new CallbackOptions { ThreadSafe = true });

        for (int round = 0; round < Repetitions; round++)
        {
            Assert.Equal(Enumerable.Range(0, 80).Sum(i => i + 1), _fromThreads.Call(callback, 8, 10).ToInt64());
        }

        Assert.DoesNotContain(Environment.CurrentManagedThreadId, threads.Keys);
    }

    [Fact]
    public void Callback_KeptAndThreadSafe_RunsFromManyThreadsAtOnce()
    {
        using StoredCallback callback = StoredCallback.Create(Signature, arguments => arguments[0].ToInt32(), new CallbackOptions { ThreadSafe = true });
        _store.Call(callback);

        for (int round = 0; round < Repetitions; round++)
        {
            Assert.Equal(Enumerable.Range(0, 80).Sum(), _storedFromThreads.Call(8, 10).ToInt64());
        }
    }

    [Fact]
    public void Callback_OnThePool_AnswersNativeThreadsFromPoolThreads()
    {
        ConcurrentBag<bool> onPool = [];
        using StoredCallback callback = StoredCallback.Create(
            Signature,
            (int value) =>
            {
                onPool.Add(Thread.CurrentThread.IsThreadPoolThread);
                return value * 2;
            },
            new CallbackOptions { ThreadSafe = true, Place = CallbackPlace.Pool });

        for (int round = 0; round < Repetitions; round++)
        {
            Assert.Equal(Enumerable.Range(0, 8).Sum(i => i * 2), _fromThreads.Call(callback, 4, 2).ToInt64());
        }

        Assert.Equal(10, _callBack.Call(callback, 5).ToInt32());
        Assert.All(onPool, Assert.True);
    }

    [Fact]
    public void Callback_OnThePoolPastItsDeadline_GivesItsFallbackAndIsReported()
    {
        using ReportLog log = new("late");
        using ManualResetEventSlim blocked = new();
        using CountdownEvent finished = new(1);
        StoredCallback callback = StoredCallback.Create(
            Signature,
            (int value) =>
            {
                blocked.Wait();
                finished.Signal();
                return value;
            },
            new CallbackOptions { Name = "late", ThreadSafe = true, Place = CallbackPlace.Pool, Deadline = TimeSpan.FromMilliseconds(20), Fallback = -9 });

        Assert.Equal(-9, _callBack.Call(callback, 5).ToInt32());
        Assert.Equal(CallbackReportKind.DeadlineExceeded, Assert.Single(log.Reports).Kind);
        callback.Dispose();
        blocked.Set();
        finished.Wait();
    }

    [Fact]
    public void Callback_Posted_RunsLaterWithACopyOfItsText()
    {
        NativeFunction function = FixtureCalls.Function("void call_back_text_nothing(void (*callback)(const char *), int32_t v)");
        using ManualResetEventSlim gate = new();
        using CountdownEvent finished = new(3);
        ConcurrentBag<string?> seen = [];
        using StoredCallback callback = StoredCallback.Create(
            "void posted(const char *)",
            (string? text) =>
            {
                gate.Wait();
                seen.Add(text);
                finished.Signal();
            },
            new CallbackOptions { ThreadSafe = true, Place = CallbackPlace.Post });

        for (int i = 0; i < 3; i++)
        {
            function.Call(callback, i);
        }

        gate.Set();
        finished.Wait();
        Assert.Equal(["a", "b", "c"], seen.Order());
    }

    [Theory]
    [InlineData(CallbackPlace.Caller)]
    [InlineData(CallbackPlace.Pool)]
    public void Callback_ThrowingOnAForeignThread_FailsTheRunningCallThatHasIt(CallbackPlace place)
    {
        using StoredCallback callback = StoredCallback.Create(
            Signature, int (int value) => throw new InvalidOperationException("abroad"), new CallbackOptions { ThreadSafe = true, Place = place, Fallback = 3 });

        for (int round = 0; round < Repetitions; round++)
        {
            Assert.Equal("abroad", Assert.Throws<InvalidOperationException>(() => _fromThreads.Call(callback, 2, 2)).Message);
        }

        Assert.Equal(9, _add.Call(4, 5).ToInt32());
    }

    [Fact]
    public void Callback_ThrowingOnAForeignThreadOfACallWithoutIt_IsReportedOnly()
    {
        using ReportLog log = new("unheard");
        using StoredCallback callback = StoredCallback.Create(
            Signature, int (int value) => throw new InvalidOperationException("unheard"), new CallbackOptions { Name = "unheard", ThreadSafe = true, Fallback = 3 });
        _store.Call(callback);

        Assert.Equal(6, _storedFromThreads.Call(2, 1).ToInt64());
        Assert.Equal(2, log.Reports.Count);
    }

    [Fact]
    public void Callback_DisposedWhileThreadsCallIt_GivesResultsOrFallbacksOnly()
    {
        for (int round = 0; round < Repetitions; round++)
        {
            StoredCallback callback = StoredCallback.Create(Signature, (int value) => 1, new CallbackOptions { ThreadSafe = true });
            using ManualResetEventSlim started = new();
            Thread disposer = new(() =>
            {
                started.Set();
                callback.Dispose();
            });
            _store.Call(callback);
            disposer.Start();
            started.Wait();

            Assert.InRange(_storedFromThreads.Call(4, 50).ToInt64(), 0, 200);
            disposer.Join();
        }
    }
}
