using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>Everything at once: callers, time-outs, cancellations, declared failures, keys, batches, and restarts of the libraries under them.</summary>
/// <remarks>Ten seconds, or two minutes in the category <c>Long</c>, or as many as <c>ACTORFFI_STRESS_SECONDS</c> says.</remarks>
[Collection(nameof(Alone))]
public sealed class RestartStressTests
{
    private const int Callers = 64;
    private const int CallsEach = 20_000;
    private const int SharedKeys = 4;
    private const string Keyed = "keyed";

    private readonly uint _first = CallIds.Next(Callers * CallsEach);
    private readonly uint _firstKey = CallIds.Next(Callers + SharedKeys);
    private readonly uint[] _lastValues = new uint[Callers + SharedKeys];
    private readonly Lock[] _keyGates = [.. Enumerable.Range(0, SharedKeys).Select(static _ => new Lock())];
    private readonly byte[] _succeeded = new byte[Callers * CallsEach];
    private int _answered;
    private int _posted;

    [Fact]
    public Task Calls_AreAnsweredOnceInTheOrderOfTheirKeysAndRunAtMostOnceWhileLibrariesAreRestarted() => StressAsync(SecondsOr(10));

    [Fact]
    [Trait("Category", "Long")]
    public Task Calls_AreAnsweredOnceInTheOrderOfTheirKeysAndRunAtMostOnceForMinutes() => StressAsync(SecondsOr(120));

    private async Task StressAsync(int seconds)
    {
        long outstanding = NativeCallPool.Outstanding;
        int threads = NativeThreads.OfLibraries();
        NativeLibrary.Load(FixtureLibrary.File); // So that its counters survive the restarts.
        FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        LibraryRef keyed = ffi[Keyed];
        long end = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        Task<int>[] restarts = [RestartAsync(library, end), RestartAsync(keyed, end)];
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(library, keyed, caller, end))));
        Assert.All(await Task.WhenAll(restarts), count => Assert.True(count > seconds / 2, $"A library was restarted {count} times only."));

        await library.ReviveAsync().Within();
        await keyed.ReviveAsync().Within();
        AssertExecutions(library);
        AssertOrder(keyed);
        Assert.Equal(_posted, _answered);
        await ffi.DisposeAsync().AsTask().Within();
        Assert.Equal((0L, 0L, 0L), (library.LiveBuffers, library.LiveBytes, keyed.LiveBuffers));
        Assert.Equal(outstanding, NativeCallPool.Outstanding);
        Eventually.Holds(() => NativeThreads.OfLibraries() <= threads, "no thread was left");
    }

    private static Task<FfiRuntime> StartAsync() => FfiRuntime.StartAsync(builder => builder
        .AddFixture(lib => lib
            .Workers(4)
            .QueueLimit(64)
            .Declare("int32_t count_call_slowly(uint32_t id, int32_t microseconds)", symbol => symbol.Alias("fails").Fails("result > 0")))
        .AddLibrary(Keyed, lib => lib
            .Path(FixtureLibrary.File)
            .Workers(4)
            .QueueLimit(64)
            .Declare("int32_t order_note(uint32_t log, uint32_t value)", symbol => symbol.Key("log"))
            .Declare("int32_t order_note(uint32_t log, uint32_t value)", symbol => symbol.Alias("note_again").Key("log"))
            .Declare("uint32_t order_last(uint32_t log)")
            .Declare("int32_t order_faults(uint32_t log)")));

    private void AssertExecutions(LibraryRef library)
    {
        SymbolRef executions = library["executions_of"];
        for (int i = 0; i < _succeeded.Length; i++)
        {
            int ran = executions.Invoke(_first + (uint)i).ToInt32();
            Assert.True(ran <= 1 && ran >= _succeeded[i], $"Call {i} ran {ran} times and was answered with {(_succeeded[i] == 1 ? "success" : "a failure or not at all")}.");
        }

        Assert.Contains((byte)1, _succeeded);
    }

    // What was cancelled leaves a gap; what is late for its turn is a fault.
    private void AssertOrder(LibraryRef keyed)
    {
        for (uint key = 0; key < _lastValues.Length; key++)
        {
            Assert.Equal(0, keyed["order_faults"].Invoke(_firstKey + key).ToInt32());
            Assert.InRange(keyed["order_last"].Invoke(_firstKey + key).ToUInt32(), 1u, _lastValues[key]);
        }
    }

    private static async Task<int> RestartAsync(LibraryRef library, long end)
    {
        int restarts = 0;
        using PeriodicTimer every = new(TimeSpan.FromMilliseconds(50));
        while (Stopwatch.GetTimestamp() < end && await every.WaitForNextTickAsync())
        {
            await library.RestartAsync().Within();
            restarts++;
        }

        return restarts;
    }

    private async Task CallAsync(LibraryRef library, LibraryRef keyed, int caller, long end)
    {
        Random random = new(caller);
        using OwnedBuffer data = library.Allocate(64);
        for (int i = 0; i < CallsEach && Stopwatch.GetTimestamp() < end; i++)
        {
            int index = (caller * CallsEach) + i;
            using CancellationTokenSource cancellation = new();
            CallOptions options = OptionsOf(random, cancellation.Token);
            Task<NativeReply>[] inOrder = PostByKey(keyed, random.Next(2) == 0 ? caller : Callers + random.Next(SharedKeys), random, options);
            Interlocked.Increment(ref _posted);
            ValueTask<NativeReply> promise = library[random.Next(8) == 0 ? "fails" : "count_call_slowly"].With(options).TryCallAsync(_first + (uint)index, random.Next(100));
            if (random.Next(4) == 0)
            {
                await cancellation.CancelAsync();
            }

            NativeReply reply = await promise;
            Note(reply);
            _succeeded[index] = (byte)(reply.IsSuccess || reply.Failure is NativeCallFailedException ? 1 : 0);
            Array.ForEach(await Task.WhenAll(inOrder), one => Note(one));
            await MoveAsync(library, data);
        }
    }

    private static CallOptions OptionsOf(Random random, CancellationToken cancellation) => new()
    {
        CancellationToken = cancellation,
        Timeout = random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 20)) : null,
    };

    // Numbers are given out and posted under one lock for each key, so that the order of the calls is known.
    private Task<NativeReply>[] PostByKey(LibraryRef keyed, int key, Random random, CallOptions options)
    {
        SymbolRef note = keyed[random.Next(2) == 0 ? "order_note" : "note_again"].With(options);
        uint log = _firstKey + (uint)key;
        Interlocked.Add(ref _posted, 4);
        lock (key < Callers ? new Lock() : _keyGates[key - Callers])
        {
            Task<NativeReply> single = note.TryCallAsync(log, ++_lastValues[key]).AsTask();
            Task<NativeReply[]> batch = keyed.CallManyAsync(new NativeCall(note, log, ++_lastValues[key]), new NativeCall(keyed["order_note"], log, ++_lastValues[key]));
            Task<NativeReply> last = keyed["note_again"].TryCallAsync(log, ++_lastValues[key]).AsTask();
            return [single, ReplyAsync(batch, 0), ReplyAsync(batch, 1), last];
        }
    }

    private static async Task<NativeReply> ReplyAsync(Task<NativeReply[]> batch, int index) => (await batch)[index];

    private async Task MoveAsync(LibraryRef library, OwnedBuffer data)
    {
        Interlocked.Increment(ref _posted);
        NativeReply reply = await library["sum_bytes"].TryCallAsync(data, data.Length);
        Interlocked.Increment(ref _answered);
        Assert.True(reply.Failure is null or LibraryUnavailableException, $"The call failed in an unexpected way: {reply.Failure}");
        Assert.Equal(BufferState.Owned, data.State);
    }

    private void Note(in NativeReply reply)
    {
        Interlocked.Increment(ref _answered);
        Assert.True(
            reply.Failure is null or OperationCanceledException or CallTimeoutException or CallSkippedException or NativeCallFailedException or LibraryUnavailableException,
            $"The call failed in an unexpected way: {reply.Failure}");
    }

    private static int SecondsOr(int seconds) =>
        int.TryParse(Environment.GetEnvironmentVariable("ACTORFFI_STRESS_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int declared) ? declared : seconds;
}
