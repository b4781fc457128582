namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Calls that end guests are refused or run again, as declared.</summary>
public sealed class PoisonCallTests
{
    [Fact]
    public async Task Call_ThatEndedGuestsTwice_IsRefusedUntilItIsPardoned()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        SymbolRef fault = library["crash_null_write"];
        Assert.IsType<GuestCrashedException>((await fault.TryCallAsync(1).AsTask().Within()).Failure);
        Assert.IsType<GuestCrashedException>((await fault.TryCallAsync(1).AsTask().Within()).Failure);

        PoisonCallException refused = Assert.IsType<PoisonCallException>((await fault.TryCallAsync(1).AsTask().Within()).Failure);
        Assert.Equal((FixtureLibrary.Name, "crash_null_write", 2, "value: 1"), (refused.Library, refused.Symbol, refused.Deaths, refused.Arguments));
        Assert.IsType<GuestCrashedException>(refused.InnerException);
        Assert.Throws<PoisonCallException>(() => fault.Invoke(1));
        Assert.IsType<GuestCrashedException>((await fault.TryCallAsync(2).AsTask().Within()).Failure);

        Assert.Equal(2, await library.PardonAsync("crash_null_write"));
        Assert.IsType<GuestCrashedException>((await fault.TryCallAsync(1).AsTask().Within()).Failure);
    }

    [Fact]
    public async Task Call_ThatMayRunTwice_IsRunAgain()
    {
        using TemporaryFolder folder = new();
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Retry(1));

        NativeReply reply = await ffi[FixtureLibrary.Name]["die_once"].CallAsync(folder.File("died")).AsTask().Within();

        Assert.Equal(42, reply.Value.ToInt32());
    }

    [Fact]
    public async Task Call_ThatMayRunTwiceAndDiesAgain_FailsAndIsPoison()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Retry(5));
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer data = library.Allocate(8);

        NativeReply reply = await library["fill_and_die"].TryCallAsync(data, 8, 1).AsTask().Within();

        Assert.IsType<GuestCrashedException>(reply.Failure);
        Assert.Equal(BufferState.Torn, data.State);
        data.Recover();
        Assert.IsType<PoisonCallException>((await library["fill_and_die"].TryCallAsync(data, 8, 1).AsTask().Within()).Failure);
        Assert.Equal(BufferState.Owned, data.State);
    }
}
