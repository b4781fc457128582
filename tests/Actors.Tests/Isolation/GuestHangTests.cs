namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Calls that do not come back end with their guest.</summary>
public sealed class GuestHangTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("crash_endless_loop")]
    [InlineData("crash_endless_sleep")]
    public async Task Call_OverItsTimeout_EndsItsGuest(string symbol)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();

        NativeReply late = await library[symbol].With(new CallOptions { Timeout = _timeout }).TryCallAsync().AsTask().Within();

        CallTimeoutException failure = Assert.IsType<CallTimeoutException>(late.Failure);
        Assert.True(failure.HasBegun);
        Assert.Contains("guest was ended", failure.Message, StringComparison.Ordinal);
        Assert.NotEqual(guest, await library.ProcessIdAsync());
        Assert.Equal(0, library.Entry.Abandoned);
    }

    [Fact]
    public async Task Call_ThatRanBesideALateOne_FailsWithTheReason()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Workers(2));
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall beside = new(library);
        beside.AwaitBegun();

        NativeReply late = await library["crash_endless_loop"].With(new CallOptions { Timeout = _timeout }).TryCallAsync().AsTask().Within();

        Assert.IsType<CallTimeoutException>(late.Failure);
        GuestCrashedException crash = Assert.IsType<GuestCrashedException>((await beside.Reply.Within()).Failure);
        Assert.Contains("call 'crash_endless_loop' did not return within", crash.Reason, StringComparison.Ordinal);
        Assert.Equal(BufferState.Torn, beside.Flags.State);
        beside.Flags.Dispose();
    }

    [Fact]
    public async Task SynchronousCall_OverItsTimeout_EndsItsGuest()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Timeout(_timeout));

        CallTimeoutException failure = Assert.Throws<CallTimeoutException>(() => ffi[FixtureLibrary.Name]["crash_endless_sleep"].Invoke());

        Assert.True(failure.HasBegun);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_OfARunningCall_EndsItsGuestOnlyWhereThatIsDeclared(bool isKillable)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Killable(isKillable));
        LibraryRef library = ffi[FixtureLibrary.Name];
        using CancellationTokenSource cancellation = new();
        WaitingCall running = new(library, new CallOptions { CancellationToken = cancellation.Token });
        int guest = running.AwaitBegun();

        await cancellation.CancelAsync();
        if (!isKillable)
        {
            running.Release();
        }

        NativeReply reply = await running.Reply.Within();
        Assert.Equal(isKillable, reply.Failure is OperationCanceledException);
        Assert.Equal(isKillable ? BufferState.Torn : BufferState.Owned, running.Flags.State);
        running.Flags.Dispose();
        Assert.Equal(isKillable, guest != await library.ProcessIdAsync());
    }
}
