using System.Collections.Concurrent;

namespace ActorFfi.Native.Tests.Isolation;

public sealed class GuestCallbackTests
{
    private const string Many = "int64_t call_back_many(int32_t (*callback)(int32_t), int32_t count)";
    private const string FromThreads = "int64_t call_back_from_threads(int32_t (*callback)(int32_t), int32_t threads, int32_t count)";
    private const string Signature = "int32_t (*)(int32_t)";

    [Fact]
    public async Task A_synchronous_call_s_callbacks_run_on_the_thread_that_waits()
    {
        await using TestGuest guest = await TestGuest.StartAsync([Many]);
        HashSet<int> threads = [];
        int lane = -1;
        using StoredCallback callback = StoredCallback.Create(Signature, arguments =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            lane = GuestLane.Current!.Index;
            return arguments[0].ToInt32() * 2;
        });
        Assert.Equal(9900, guest.Invoke(1, "call_back_many", callback, 100).Value.ToInt64());
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
        Assert.Equal(1, lane);
        Assert.Null(GuestLane.Current);
    }

    [Fact]
    public async Task A_nonblocking_call_s_callbacks_run_on_the_pool()
    {
        await using TestGuest guest = await TestGuest.StartAsync([Many]);
        int calls = 0;
        using StoredCallback callback = StoredCallback.Create(Signature, arguments =>
        {
            Assert.True(Thread.CurrentThread.IsThreadPoolThread);
            Interlocked.Increment(ref calls);
            return arguments[0].ToInt32();
        });
        GuestReply[] replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(lane => guest.Submit(lane, "call_back_many", callback, 50)));
        Assert.All(replies, reply => Assert.Equal((null, 1225L), (reply.Failure, reply.Value.ToInt64())));
        Assert.Equal(200, calls);
    }

    [Fact]
    public async Task What_a_handler_throws_becomes_the_failure_of_its_call()
    {
        await using TestGuest guest = await TestGuest.StartAsync([Many]);
        using StoredCallback callback = StoredCallback.Create(Signature, arguments => arguments[0].ToInt32() == 3 ? throw new TimeZoneNotFoundException() : 1, new CallbackOptions { Fallback = 100 });
        GuestReply synchronous = guest.Invoke(0, "call_back_many", callback, 10);
        Assert.IsType<TimeZoneNotFoundException>(synchronous.Failure);
        Assert.Equal(109, synchronous.Value.ToInt64());
        GuestReply nonblocking = await guest.Submit(0, "call_back_many", callback, 10);
        Assert.IsType<TimeZoneNotFoundException>(nonblocking.Failure);
        Assert.Equal(109, nonblocking.Value.ToInt64());
        Assert.Null(guest.Invoke(0, "call_back_many", callback, 3).Failure);
    }

    [Fact]
    public async Task Threads_of_native_code_s_own_need_a_thread_safe_callback()
    {
        await using TestGuest guest = await TestGuest.StartAsync([FromThreads]);
        using StoredCallback unsafeOne = StoredCallback.Create(Signature, arguments => arguments[0].ToInt32(), new CallbackOptions { Fallback = -1 });
        Assert.Equal(-40, guest.Invoke(0, "call_back_from_threads", unsafeOne, 4, 10).Value.ToInt64());
        using StoredCallback safeOne = StoredCallback.Create(Signature, arguments => arguments[0].ToInt32(), new CallbackOptions { ThreadSafe = true });
        Assert.Equal(Enumerable.Range(0, 80).Sum(), guest.Invoke(0, "call_back_from_threads", safeOne, 8, 10).Value.ToInt64());
        Assert.Equal(Enumerable.Range(0, 640).Sum(), (await guest.Submit(0, "call_back_from_threads", safeOne, 64, 10)).Value.ToInt64());
    }

    [Fact]
    public async Task Native_code_waits_no_longer_than_declared()
    {
        await using TestGuest guest = await TestGuest.StartAsync([Many]);
        using ManualResetEventSlim late = new();
        using StoredCallback callback = StoredCallback.Create(Signature, _ =>
        {
            late.Wait();
            return 1;
        }, new CallbackOptions { Fallback = 5, Deadline = TimeSpan.FromMilliseconds(50) });
        Assert.Equal(5, (await guest.Submit(0, "call_back_many", callback, 1)).Value.ToInt64());
        late.Set();
        using StoredCallback posted = StoredCallback.Create("void (*)(int32_t)", _ => late.Wait(), new CallbackOptions { ThreadSafe = true, Place = CallbackPlace.Post });
        Assert.False(guest.Process.HasEnded);
    }

    [Fact]
    public async Task Handlers_call_the_library_on_the_same_native_thread()
    {
        await using TestGuest guest = await TestGuest.StartAsync([Many, "int64_t thread_id(void)", "char *duplicate(const char *text) frees counted_free", "void counted_free(void *memory)"]);
        long before = guest.Invoke(2, "thread_id").Value.ToInt64();
        ConcurrentQueue<long> threads = new();
        int depth = 0;
        StoredCallback? callback = null;
        callback = StoredCallback.Create(Signature, arguments =>
        {
            threads.Enqueue(guest.Invoke(2, "thread_id").Value.ToInt64());
            string text = new('n', 2000);
            Assert.Equal(text, guest.Invoke(2, "duplicate", text).Value.ToText());
            return ++depth < 5 ? (int)guest.Invoke(2, "call_back_many", callback!, 1).Value.ToInt64() + 1 : 1;
        });
        Assert.Equal(5, guest.Invoke(2, "call_back_many", callback, 1).Value.ToInt64());
        Assert.All(threads, thread => Assert.Equal(before, thread));
        callback.Dispose();
    }

    [Fact]
    public async Task All_kinds_of_arguments_cross()
    {
        await using TestGuest guest = await TestGuest.StartAsync([
            "size_t call_back_text(size_t (*callback)(const char *), const char *v)",
            "double call_back_mixed(double (*callback)(int8_t, float, uint16_t, double, int64_t, float, uint8_t, double, int32_t, int64_t, double, float, float, double, double, float, double, int8_t))",
            $"int64_t call_back_sixty(int64_t (*callback)({string.Join(", ", Enumerable.Repeat("int64_t", 60))}))",
        ]);
        string text = new('t', 5000);
        Assert.Equal(5000UL, guest.Invoke(0, "call_back_text", NativeArgument.Callback((Func<string, ulong>)(given => (ulong)given.Length)), text).Value.ToUInt64());
        Assert.Equal(18, guest.Invoke(0, "call_back_mixed", NativeArgument.Callback(arguments =>
        {
            Assert.Equal(-1, arguments[0].ToSByte());
            Assert.Equal(2.5f, arguments[1].ToSingle());
            Assert.Equal(15.5, arguments[14].ToDouble());
            Assert.Equal(-18, arguments[17].ToSByte());
            return (double)arguments.Length;
        })).Value.ToDouble());
        Assert.Equal(Enumerable.Range(0, 60).Sum(value => value * 1000003L), guest.Invoke(0, "call_back_sixty", NativeArgument.Callback(arguments =>
        {
            long sum = 0;
            foreach (NativeValue value in arguments)
            {
                sum += value.ToInt64();
            }

            return sum;
        })).Value.ToInt64());
    }

    [Fact]
    public async Task Structs_cross_in_registers_and_in_memory()
    {
        await using TestGuest guest = await TestGuest.StartAsync([
            "struct cb_pair call_back_pair(struct cb_pair (*callback)(struct cb_pair), struct cb_pair v)",
            "struct cb_large call_back_large(struct cb_large (*callback)(struct cb_large, int32_t), struct cb_large v, int32_t w)"]);
        NativeStruct pair = new(TestGuest.Types.TypeOf("struct cb_pair"));
        pair.Set("a", 3);
        pair.Set("b", 4);
        NativeStruct swapped = guest.Invoke(0, "call_back_pair", NativeArgument.Callback(arguments =>
        {
            NativeStruct result = new(TestGuest.Types.TypeOf("struct cb_pair"));
            result.Set("a", arguments[0].ToStruct()["b"].ToInt32());
            result.Set("b", arguments[0].ToStruct()["a"].ToInt32());
            return result;
        }), pair).Value.ToStruct();
        Assert.Equal((4, 3), (swapped["a"].ToInt32(), swapped["b"].ToInt32()));
        NativeStruct large = new(TestGuest.Types.TypeOf("struct cb_large"));
        large.Set("values[4]", 40L);
        CallbackHandler handler = arguments =>
        {
            NativeStruct result = new(TestGuest.Types.TypeOf("struct cb_large"));
            result.Set("values[0]", arguments[0].ToStruct()["values[4]"].ToInt64() + arguments[1].ToInt32());
            return result;
        };
        Assert.Equal(42, guest.Invoke(0, "call_back_large", NativeArgument.Callback(handler), large, 2).Value.ToStruct()["values[0]"].ToInt64());
        Assert.Equal(42, (await guest.Submit(0, "call_back_large", NativeArgument.Callback(handler), large, 2)).Value.ToStruct()["values[0]"].ToInt64());
    }

    [Fact]
    public async Task A_callback_kept_by_native_code_is_called_later_and_a_disposed_one_is_reported()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["void store_callback(int32_t (*callback)(int32_t))", "int32_t call_stored(int32_t value)"]);
        StoredCallback callback = StoredCallback.Create(Signature, arguments => arguments[0].ToInt32() + 1, new CallbackOptions { Fallback = 77 });
        guest.Invoke(0, "store_callback", callback);
        Assert.Equal(6, guest.Invoke(0, "call_stored", 5).Value.ToInt32());
        Assert.Equal(6, (await guest.Submit(1, "call_stored", 5)).Value.ToInt32());
        callback.Dispose();
        Assert.Equal(77, guest.Invoke(0, "call_stored", 5).Value.ToInt32());
    }

    [Fact]
    public async Task A_callback_that_was_never_given_to_the_guest_ends_it()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int32_t call_at(uint64_t address, int32_t value)", Many]);
        using StoredCallback known = StoredCallback.Create(Signature, arguments => arguments[0].ToInt32());
        Assert.Equal(GuestOutcome.Answered, guest.Invoke(0, "call_back_many", known, 1).Outcome);
        using StoredCallback secret = StoredCallback.Create(Signature, _ => throw new InvalidOperationException("It must not run."));
        Assert.Equal(GuestOutcome.Lost, guest.Invoke(0, "call_at", (ulong)secret.DemandAddress(), 1).Outcome);
        GuestExit exit = await guest.Process.Ended;
        Assert.True(exit.BrokeRule);
        Assert.Contains("never given", exit.KillReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_that_dies_in_a_callback_loses_the_call_only()
    {
        await using TestGuest guest = await TestGuest.StartAsync([Many]);
        using StoredCallback callback = StoredCallback.Create(Signature, arguments =>
        {
            guest.Process.Kill("from its own callback");
            return arguments[0].ToInt32();
        });
        Assert.Equal(GuestOutcome.Lost, guest.Invoke(0, "call_back_many", callback, 10).Outcome);
        Assert.Equal("from its own callback", (await guest.Process.Ended).KillReason);
    }
}
