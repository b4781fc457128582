using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>Everything at once: callers, time-outs, cancellations, declared failures, and restarts of the library under them.</summary>
/// <remarks>Ten seconds, or as many as the environment variable <c>ACTORFFI_STRESS_SECONDS</c> says.</remarks>
[Collection(nameof(Alone))]
public sealed class RestartStressTests
{
    private const int Callers = 64;
    private const int CallsEach = 20_000;

    private static readonly TimeSpan _length = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("ACTORFFI_STRESS_SECONDS") ?? "10", CultureInfo.InvariantCulture));

    private readonly uint _first = CallIds.Next(Callers * CallsEach);
    private readonly byte[] _succeeded = new byte[Callers * CallsEach];
    private int _answered;
    private int _posted;

    [Fact]
    public async Task Each_accepted_call_is_answered_once_and_runs_at_most_once_while_the_library_is_restarted()
    {
        long outstanding = NativeCallPool.Outstanding;
        NativeLibrary.Load(FixtureLibrary.File); // So that its counters survive the restarts.
        FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib
            .Workers(4)
            .QueueLimit(64)
            .Declare("int32_t count_call_slowly(uint32_t id, int32_t microseconds)", symbol => symbol.Alias("fails").Fails("result > 0")));
        LibraryRef library = ffi[FixtureLibrary.Name];
        long end = Stopwatch.GetTimestamp() + (long)(_length.TotalSeconds * Stopwatch.Frequency);
        Task<int> restarts = RestartAsync(library, end);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(library, caller, end))));
        Assert.True(await restarts > 5, "The library was hardly ever restarted.");

        await library.ReviveAsync().Within();
        SymbolRef executions = library["executions_of"];
        for (int i = 0; i < _succeeded.Length; i++)
        {
            int ran = executions.Invoke(_first + (uint)i).ToInt32();
            Assert.True(ran <= 1 && ran >= _succeeded[i], $"Call {i} ran {ran} times and was answered with {(_succeeded[i] == 1 ? "success" : "a failure or not at all")}.");
        }

        Assert.Equal(_posted, _answered);
        Assert.Contains((byte)1, _succeeded);
        await ffi.DisposeAsync();
        Assert.Equal(0, library.LiveBuffers);
        Assert.Equal(outstanding, NativeCallPool.Outstanding);
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

    private async Task CallAsync(LibraryRef library, int caller, long end)
    {
        Random random = new(caller);
        using OwnedBuffer data = library.Allocate(64);
        for (int i = 0; i < CallsEach && Stopwatch.GetTimestamp() < end; i++)
        {
            int index = (caller * CallsEach) + i;
            using CancellationTokenSource cancellation = new();
            CallOptions options = new()
            {
                CancellationToken = cancellation.Token,
                Timeout = random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 20)) : null,
            };
            Interlocked.Increment(ref _posted);
            ValueTask<NativeReply> promise = library[random.Next(8) == 0 ? "fails" : "count_call_slowly"].With(options).TryCallAsync(_first + (uint)index, random.Next(100));
            if (random.Next(4) == 0)
            {
                await cancellation.CancelAsync();
            }

            NativeReply reply = await promise;
            Interlocked.Increment(ref _answered);
            Assert.True(
                reply.Failure is null or OperationCanceledException or CallTimeoutException or NativeCallFailedException or LibraryUnavailableException,
                $"The call failed in an unexpected way: {reply.Failure}");
            _succeeded[index] = (byte)(reply.IsSuccess || reply.Failure is NativeCallFailedException ? 1 : 0);
            await MoveAsync(library, data);
        }
    }

    private async Task MoveAsync(LibraryRef library, OwnedBuffer data)
    {
        Interlocked.Increment(ref _posted);
        NativeReply reply = await library["sum_bytes"].TryCallAsync(data, data.Length);
        Interlocked.Increment(ref _answered);
        Assert.True(reply.Failure is null or LibraryUnavailableException, $"The call failed in an unexpected way: {reply.Failure}");
        Assert.Equal(BufferState.Owned, data.State);
    }
}
