namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>What happens where the memory that a library shares with its guests is full.</summary>
public sealed class ArenaRoomTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task A_buffer_that_finds_no_room_waits_until_another_is_freed()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        OwnedBuffer first = library.Allocate(3 * MiB);
        ArenaFullException full = Assert.Throws<ArenaFullException>(() => library.Allocate(2 * MiB));
        Assert.Equal((FixtureLibrary.Name, 2 * MiB), (full.Library, full.WantedBytes));
        Task<OwnedBuffer> waiting = library.AllocateAsync(2 * MiB).AsTask();
        Assert.False(waiting.IsCompleted);

        first.Dispose();
        using OwnedBuffer second = await waiting.Within();

        Assert.Equal(2 * MiB, second.Length);
        Assert.Equal(0UL, library["sum_bytes"].Invoke(second, second.Length).ToUInt64());
        Assert.Equal((1L, 2 * MiB), (library.LiveBuffers, library.LiveBytes));
    }

    [Fact]
    public async Task Waiting_for_room_can_be_cancelled_and_leaves_nothing()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer first = library.Allocate(3 * MiB);
        using CancellationTokenSource cancellation = new();
        Task<OwnedBuffer> waiting = library.AllocateAsync(2 * MiB, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
        Assert.Equal((1L, 3 * MiB), (library.LiveBuffers, library.LiveBytes));
    }

    [Fact]
    public async Task What_can_never_fit_is_refused_at_once()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];

        await Assert.ThrowsAsync<ArenaFullException>(() => library.AllocateAsync(5 * MiB).AsTask().Within());

        Assert.Equal(0, library.LiveBuffers);
    }

    private static Task<FfiRuntime> StartAsync() => IsolatedFixture.StartAsync(library => library.ArenaSize(4 * MiB));
}
