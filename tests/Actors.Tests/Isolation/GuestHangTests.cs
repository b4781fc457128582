namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Calls that do not come back end with their guest.</summary>
public sealed class GuestHangTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(200);

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
        using OwnedBuffer flag = library.Allocate(sizeof(int));
        Task<NativeReply> beside = library["wait_for_flag"].TryCallAsync(flag).AsTask();
        Eventually.Holds(() => library["wait_for_flag"].Entry.Mailbox is { Workers: > 0, Length: 0 }, "the other call began");

        NativeReply late = await library["crash_endless_loop"].With(new CallOptions { Timeout = _timeout }).TryCallAsync().AsTask().Within();

        Assert.IsType<CallTimeoutException>(late.Failure);
        GuestCrashedException crash = Assert.IsType<GuestCrashedException>((await beside.Within()).Failure);
        Assert.Contains("call 'crash_endless_loop' did not return within", crash.Reason, StringComparison.Ordinal);
        Assert.Equal(BufferState.Torn, flag.State);
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
        using OwnedBuffer flag = library.Allocate(sizeof(int));
        using CancellationTokenSource cancellation = new();
        int guest = await library.ProcessIdAsync();
        Task<NativeReply> running = library["wait_for_flag"].With(cancellation.Token).TryCallAsync(flag).AsTask();
        Eventually.Holds(() => library["wait_for_flag"].Entry.Mailbox is { Workers: > 0, Length: 0 }, "the call began");

        await cancellation.CancelAsync();
        if (!isKillable)
        {
            NativeFlag.Raise(flag);
        }

        NativeReply reply = await running.Within();
        Assert.Equal(isKillable, reply.Failure is OperationCanceledException);
        Assert.Equal(isKillable ? BufferState.Torn : BufferState.Owned, flag.State);
        Assert.Equal(isKillable, guest != await library.ProcessIdAsync());
    }
}
