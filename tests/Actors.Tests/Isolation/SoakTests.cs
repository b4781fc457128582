using System.Diagnostics;
using System.Globalization;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Many callers while guests are killed at random moments: no call runs twice, each is answered once, and nothing is left.</summary>
/// <remarks>Ten seconds, or two minutes in the category <c>Long</c>, or as many as <c>ACTORFFI_STRESS_SECONDS</c> says.</remarks>
[Collection(nameof(Alone))]
public sealed class SoakTests : IDisposable
{
    private const int Callers = 64;
    private const int CallsEach = 1 << 17;
    private const int Payload = 256;

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;
    private readonly byte[] _succeeded = new byte[Callers * CallsEach];
    private readonly Random _random = new(7007);
    private int _posted;
    private int _answered;
    private int _lost;

    public SoakTests()
    {
        _file = _folder.File("executions");
        using FileStream file = new(_file, FileMode.CreateNew);
        file.SetLength(Callers * CallsEach);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Calls_AreAnsweredOnceAndRunAtMostOnceWhileGuestsAreKilled() => SoakAsync(SecondsOr(10));

    [Fact]
    [Trait("Category", "Long")]
    public Task Calls_AreAnsweredOnceAndRunAtMostOnceForMinutes() => SoakAsync(SecondsOr(120));

    private async Task SoakAsync(int seconds)
    {
        ResourceCensus before = await ResourceCensus.TakeAsync();
        FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library
            .Processes(2)
            .Spares(2)
            .Workers(2)
            .QueueLimit(256)
            .RestartLimit(1_000_000)
            .Declare("uint64_t count_in_file(const char *file, uint32_t id, const uint8_t data[length], size_t length)"));
        LibraryRef library = ffi[FixtureLibrary.Name];
        long end = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        Task<int> killing = KillAsync(library, end);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(library, caller, end))));
        int kills = await killing;

        Assert.Equal(_posted, _answered);
        Assert.True(kills >= seconds, $"Only {kills} guests were killed.");
        AssertExecutions();
        Eventually.Holds(() => library.State == LibraryState.Ready, "the guests that were killed last were replaced");
        await ffi.DisposeAsync().AsTask().Within();
        Assert.Equal((0L, 0L), (library.LiveBuffers, library.LiveBytes));
        before.AssertNothingIsLeft();
    }

    private async Task<int> KillAsync(LibraryRef library, long end)
    {
        int kills = 0;
        while (Stopwatch.GetTimestamp() < end)
        {
            await Task.Delay(_random.Next(5, 60));
            GuestInfo[] guests = [.. library.Guests];
            if (guests.Length > 0 && IsolatedFixture.TryKill(guests[_random.Next(guests.Length)].ProcessId))
            {
                kills++;
            }
        }

        return kills;
    }

    private async Task CallAsync(LibraryRef library, int caller, long end)
    {
        using OwnedBuffer data = library.Allocate(Payload);
        byte[] payload = new byte[Payload];
        Random random = new(caller);
        for (int i = 0; i < CallsEach && Stopwatch.GetTimestamp() < end; i++)
        {
            int id = (caller * CallsEach) + i;
            random.NextBytes(payload);
            data.Write(span => payload.CopyTo(span));
            Interlocked.Increment(ref _posted);
            NativeReply reply = await library["count_in_file"].TryCallAsync(_file, id, data, Payload);
            Interlocked.Increment(ref _answered);
            Judge(reply, id, payload, data);
        }
    }

    private void Judge(in NativeReply reply, int id, byte[] payload, OwnedBuffer data)
    {
        if (reply.IsSuccess)
        {
            Assert.Equal(ChecksumOf(payload), reply.Value.ToUInt64());
            Assert.Equal(BufferState.Owned, data.State);
            _succeeded[id] = 1;
            return;
        }

        Assert.IsType<GuestCrashedException>(reply.Failure);
        Assert.Equal(BufferState.Torn, data.State);
        data.Recover();
        Interlocked.Increment(ref _lost);
    }

    private void AssertExecutions()
    {
        byte[] executions = File.ReadAllBytes(_file);
        int succeeded = 0;
        int ran = 0;
        for (int id = 0; id < executions.Length; id++)
        {
            Assert.True(executions[id] <= 1, $"Call {id} ran {executions[id]} times.");
            Assert.True(executions[id] >= _succeeded[id], $"Call {id} was answered and did not run.");
            succeeded += _succeeded[id];
            ran += executions[id];
        }

        Assert.InRange(ran, succeeded, succeeded + _lost);
        Assert.Equal(_answered, succeeded + _lost);
    }

    // FNV-1a in 64 bits, as the fixture computes it.
    private static ulong ChecksumOf(byte[] payload) =>
        payload.Aggregate(14695981039346656037UL, static (sum, value) => unchecked((sum ^ value) * 1099511628211UL));

    private static int SecondsOr(int seconds) =>
        int.TryParse(Environment.GetEnvironmentVariable("ACTORFFI_STRESS_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int declared) ? declared : seconds;
}
