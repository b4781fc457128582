using System.Globalization;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>What each fault of native code costs: its own call and those that run beside it in the same guest, with their buffers, and nothing else.</summary>
public sealed class GuestFaultCostTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("crash_null_write", "SIGSEGV", null, 1)]
    [InlineData("crash_wild_read", "SIGSEGV", null)]
    [InlineData("crash_abort", "SIGABRT", null)]
    [InlineData("crash_exit", null, 7, 7)]
    [InlineData("crash_exit_at_once", null, 8, 8)]
    [InlineData("crash_stack_overflow", "SIGSEGV", null)]
    [InlineData("crash_divide", "SIGFPE", null, 0)]
    [InlineData("crash_double_free", "SIGABRT", null)]
    [InlineData("crash_fork_and_exit", null, 9)]
    [InlineData("crash_memory_hog", "SIGABRT", null, int.MaxValue)]
    [InlineData("crash_pthread_exit", null, 67)]
    [InlineData("crash_raise", "SIGKILL", null, 9)]
    [InlineData("crash_endless_loop", "SIGKILL", null)]
    [InlineData("crash_endless_sleep", "SIGKILL", null)]
    public async Task Fault_CostsTheCallsOfItsGuestAlone(string symbol, string? signal, int? exitCode, int? argument = null)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Workers(2).MemoryLimit(512L << 20));
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall beside = new(library);
        int guest = beside.AwaitBegun();
        OwnedBuffer[] queued = [.. Enumerable.Range(0, 3).Select(_ => library.Allocate(1 << 10))];
        using OwnedBuffer idle = library.Allocate(64);
        bool hangs = symbol.Contains("endless", StringComparison.Ordinal);
        CallOptions options = hangs ? new CallOptions { Timeout = _timeout } : CallOptions.Default;

        Task<NativeReply> fault = CallAsync(library[symbol].With(options), argument);
        Task<NativeReply>[] others = [.. queued.Select(data => library["sum_bytes"].TryCallAsync(data, data.Length).AsTask())];
        Exception? failure = (await fault.Within()).Failure;
        Exception? besideIt = (await beside.Reply.Within()).Failure;

        AssertFailure(failure, hangs, symbol, guest, signal, exitCode);
        Assert.Equal((guest, signal, exitCode, "announce_and_wait"), (besideIt as GuestCrashedException) is { } crash ? (crash.ProcessId, crash.Signal, crash.ExitCode, crash.Symbol) : throw new InvalidOperationException($"{besideIt}"));
        Assert.Equal(BufferState.Torn, beside.Flags.State);
        beside.Flags.Recover();
        Assert.Equal(guest, beside.Flags.ReadAt<int>(0)); // Contents as found.
        foreach ((OwnedBuffer data, Task<NativeReply> call) in queued.Zip(others))
        {
            AssertAnswered(await call.Within(), data, guest);
            data.Dispose();
        }

        int next = await library.ProcessIdAsync();
        Assert.NotEqual(guest, next);
        Assert.Equal(Environment.ProcessId, ParentOf(next)); // This process is the one that it was.
        Assert.Equal((BufferState.Owned, LibraryState.Ready), (idle.State, library.State));
        beside.Flags.Dispose();
        Assert.Equal(1, library.LiveBuffers);
    }

    private static void AssertFailure(Exception? failure, bool hangs, string symbol, int guest, string? signal, int? exitCode)
    {
        if (hangs)
        {
            CallTimeoutException late = Assert.IsType<CallTimeoutException>(failure);
            Assert.Equal((symbol, true, _timeout), (late.Symbol, late.HasBegun, late.Timeout));
        }
        else
        {
            GuestCrashedException crash = Assert.IsType<GuestCrashedException>(failure);
            Assert.Equal((FixtureLibrary.Name, symbol, guest, signal, exitCode), (crash.Library, crash.Symbol, crash.ProcessId, crash.Signal, crash.ExitCode));
        }
    }

    // Calls that were running when the guest died share its fate; all others are answered, by whichever guest.
    private static void AssertAnswered(in NativeReply reply, OwnedBuffer data, int guest)
    {
        if (reply.Failure is GuestCrashedException crash)
        {
            Assert.Equal((guest, BufferState.Torn), (crash.ProcessId, data.State));
            return;
        }

        Assert.Null(reply.Failure);
        Assert.Equal((0UL, BufferState.Owned), (reply.Value.ToUInt64(), data.State));
    }

    private static Task<NativeReply> CallAsync(SymbolRef symbol, int? argument) =>
        (argument is { } value ? symbol.TryCallAsync(value) : symbol.TryCallAsync()).AsTask();

    private static int ParentOf(int process) =>
        int.Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat")).Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture);
}
