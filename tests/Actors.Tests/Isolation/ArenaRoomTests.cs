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

    [Fact]
    public async Task A_call_whose_copies_find_no_room_waits_for_it()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        OwnedBuffer first = library.Allocate(3 * MiB);
        using OwnedBuffer copied = Ones(2 * MiB);
        Task<NativeReply> waiting = library["sum_bytes"].TryCallAsync(copied, copied.Length).AsTask();
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32()); // Others do not wait with it.
        Assert.False(waiting.IsCompleted);
        Assert.Equal(BufferState.InFlight, copied.State);

        first.Dispose();

        Assert.Equal((ulong)(2 * MiB), (await waiting.Within()).Value.ToUInt64());
        Assert.Equal((BufferState.Owned, 0L), (copied.State, library.LiveBuffers));
    }

    [Fact]
    public async Task A_call_whose_copies_find_no_room_lets_those_behind_it_go_first()
    {
        await using FfiRuntime ffi = await StartAsync(static library => library.Workers(1).QueueLimit(2));
        LibraryRef library = ffi[FixtureLibrary.Name];
        OwnedBuffer first = library.Allocate(3 * MiB);
        OwnedBuffer[] copied = [.. Enumerable.Range(0, 4).Select(static _ => Ones(2 * MiB))];
        Task<NativeReply>[] waiting = [.. copied.Select(buffer => library["sum_bytes"].TryCallAsync(buffer, buffer.Length).AsTask())];

        NativeReply behind = await library["sum_bytes"].TryCallAsync(first, first.Length).AsTask().Within();

        Assert.Equal(0UL, behind.Value.ToUInt64());
        Assert.All(waiting, static call => Assert.False(call.IsCompleted));
        first.Dispose();
        Assert.All(await Task.WhenAll(waiting).Within(), static reply => Assert.Equal((ulong)(2 * MiB), reply.Value.ToUInt64()));
        Array.ForEach(copied, static buffer => buffer.Dispose());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(null, 2 * MiB)]
    public async Task Calls_whose_copies_find_no_room_let_those_of_other_symbols_into_the_librarys_queue(int? calls, long bytes)
    {
        await using FfiRuntime ffi = await StartAsync(library =>
        {
            library.Workers(1).Declare("uint64_t sum_bytes(const uint8_t data[length], size_t length)", static symbol => symbol.Alias("other"));
            library.Options.TotalQueueLimit = calls;
            library.Options.TotalQueueBytes = bytes;
        });
        LibraryRef library = ffi[FixtureLibrary.Name];
        OwnedBuffer first = library.Allocate(3 * MiB);
        OwnedBuffer[] copied = [.. Enumerable.Range(0, 6).Select(static _ => Ones(2 * MiB))];
        Task<NativeReply>[] waiting = [.. copied.Select(buffer => library["sum_bytes"].TryCallAsync(buffer, buffer.Length).AsTask())];

        NativeReply behind = await library["other"].TryCallAsync(first, first.Length).AsTask().Within();

        Assert.Equal(0UL, behind.Value.ToUInt64());
        first.Dispose();
        Assert.All(await Task.WhenAll(waiting).Within(), static reply => Assert.Equal((ulong)(2 * MiB), reply.Value.ToUInt64()));
        Array.ForEach(copied, static buffer => buffer.Dispose());
    }

    [Fact]
    public async Task A_call_whose_copies_find_no_room_is_refused_where_that_is_declared()
    {
        await using FfiRuntime ffi = await StartAsync(library => library.Overflow(OverflowMode.Reject));
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer first = library.Allocate(3 * MiB);
        using OwnedBuffer copied = Ones(2 * MiB);

        NativeReply refused = await library["sum_bytes"].TryCallAsync(copied, copied.Length).AsTask().Within();

        ArenaFullException full = Assert.IsType<ArenaFullException>(refused.Failure);
        Assert.Equal((FixtureLibrary.Name, 2 * MiB, BufferState.Owned), (full.Library, full.WantedBytes, copied.State));
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task A_call_whose_copies_can_never_fit_is_refused_at_once()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer copied = Ones(5 * MiB);

        Assert.IsType<ArenaFullException>((await library["sum_bytes"].TryCallAsync(copied, copied.Length).AsTask().Within()).Failure);
        Assert.Throws<ArenaFullException>(() => library["sum_bytes"].Invoke(copied, copied.Length));
        Assert.Equal(BufferState.Owned, copied.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_waits_for_room_can_be_cancelled_and_can_be_late(bool isLate)
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer first = library.Allocate(3 * MiB);
        using OwnedBuffer copied = Ones(2 * MiB);
        using CancellationTokenSource cancellation = new();
        CallOptions options = isLate ? new CallOptions { Timeout = TimeSpan.FromMilliseconds(50) } : new CallOptions { CancellationToken = cancellation.Token };
        Task<NativeReply> waiting = library["sum_bytes"].With(options).TryCallAsync(copied, copied.Length).AsTask();
        if (!isLate)
        {
            await cancellation.CancelAsync();
        }

        Exception? failure = (await waiting.Within()).Failure;

        Assert.True(isLate ? failure is CallTimeoutException { HasBegun: false } : failure is OperationCanceledException, $"{failure}");
        Assert.Equal(BufferState.Owned, copied.State);
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task Of_a_runtime_that_has_stopped_there_is_no_memory_and_buffers_live_on()
    {
        FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer before = library.Allocate(16);

        await ffi.DisposeAsync().AsTask().Within();

        Assert.Throws<LibraryUnavailableException>(() => library.Allocate(16));
        Assert.Throws<LibraryUnavailableException>(() => library.AllocateUninitialized(16));
        await Assert.ThrowsAsync<LibraryUnavailableException>(() => library.AllocateAsync(16).AsTask().Within());
        before.Write(static bytes => bytes.Fill(1));
        Assert.Equal(1, before.ReadAt<byte>(15));
    }

    private static OwnedBuffer Ones(long length)
    {
        OwnedBuffer buffer = OwnedBuffer.Allocate(length);
        buffer.Write(static bytes => bytes.Fill(1));
        return buffer;
    }

    private static Task<FfiRuntime> StartAsync(Action<LibraryBuilder>? configure = null) => IsolatedFixture.StartAsync(library =>
    {
        library.ArenaSize(4 * MiB);
        configure?.Invoke(library);
    });
}
