namespace ActorFfi.Native.Tests.Isolation;

public sealed class ArenaTests
{
    private readonly BufferAccount _account = new("arena");

    [Fact]
    public void Buffers_are_zeroed_disjoint_and_come_back()
    {
        using Arena arena = Arena.Create("arena", 4 << 20);
        Random random = new(1);
        List<(OwnedBuffer Buffer, byte Mark)> live = [];
        for (int i = 0; i < 20_000; i++)
        {
            if (live.Count < 20 || random.Next(2) == 0 && live.Count < 40)
            {
                OwnedBuffer buffer = arena.Allocate(_account, random.Next(3) == 0 ? random.Next(60_000) : random.Next(300));
                Assert.True(buffer.Read(bytes => bytes.IndexOfAnyExcept((byte)0)) < 0);
                byte mark = (byte)random.Next(1, 256);
                buffer.Write(bytes => bytes.Fill(mark));
                live.Add((buffer, mark));
            }
            else
            {
                int index = random.Next(live.Count);
                Assert.True(live[index].Buffer.Read(bytes => bytes.IndexOfAnyExcept(live[index].Mark)) < 0);
                live[index].Buffer.Dispose();
                live.RemoveAt(index);
            }
        }

        live.ForEach(entry => entry.Buffer.Dispose());
        Assert.Equal((0, 0, 0), (arena.UsedBytes, _account.LiveBuffers, _account.LiveBytes));
        using OwnedBuffer most = arena.Allocate(_account, 2 << 20);
        Assert.Equal(2 << 20, most.Length);
    }

    [Fact]
    public void What_small_buffers_have_left_is_room_for_a_large_one()
    {
        using Arena arena = Arena.Create("arena", 2 << 20);
        OwnedBuffer[] small = [.. Enumerable.Range(6, 10).Select(power => arena.Allocate(_account, 1 << power))];
        Assert.Throws<ArenaFullException>(() => arena.Allocate(_account, 2 << 20));
        Array.ForEach(small, static buffer => buffer.Dispose());
        using OwnedBuffer all = arena.Allocate(_account, 2 << 20);
        Assert.True(all.Read(bytes => bytes.IndexOfAnyExcept((byte)0)) < 0);
        Assert.Equal(2 << 20, arena.UsedBytes);
    }

    [Fact]
    public async Task A_full_arena_refuses_or_waits_for_room()
    {
        using Arena arena = Arena.Create("arena", 1 << 20);
        OwnedBuffer all = arena.Allocate(_account, 1 << 20);
        ArenaFullException full = Assert.Throws<ArenaFullException>(() => arena.Allocate(_account, 1));
        Assert.Equal(("arena", 1L), (full.Library, full.WantedBytes));
        Assert.Throws<ArenaFullException>(() => arena.Allocate(_account, 1, patience: TimeSpan.FromMilliseconds(1)));
        Task<OwnedBuffer> waiting = Task.Run(() => arena.Allocate(_account, 1000, patience: TimeSpan.FromMinutes(1)));
        all.Dispose();
        using OwnedBuffer got = await waiting;
        Assert.Equal(1000, got.Length);
        Assert.Throws<ArenaFullException>(() => arena.Allocate(_account, long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => arena.Allocate(_account, -1));
    }

    [Fact]
    public void Large_buffers_give_their_memory_back_to_the_system()
    {
        using Arena arena = Arena.Create("arena", 64 << 20);
        for (int i = 0; i < 3; i++)
        {
            OwnedBuffer buffer = arena.Allocate(_account, 32 << 20);
            buffer.Write(bytes => bytes.Fill(1));
            Assert.InRange(Committed(arena), 32 << 20, 33 << 20);
            buffer.Dispose();
            Assert.InRange(Committed(arena), 0, 1 << 20);
        }
    }

    [Fact]
    public void Memory_outlives_the_arena_as_long_as_a_buffer_is_in_it()
    {
        Arena arena = Arena.Create("arena", 1 << 20);
        OwnedBuffer buffer = arena.Allocate(_account, 100);
        arena.Dispose();
        buffer.WriteAt<long>(0, 7);
        Assert.Equal(7, buffer.ReadAt<long>(0));
        Assert.Throws<ObjectDisposedException>(() => arena.Allocate(_account, 1));
        buffer.Dispose();
        Assert.Equal(0, _account.LiveBuffers);
    }

    [Fact]
    public async Task Threads_allocate_and_free_at_once()
    {
        using Arena arena = Arena.Create("arena", 32 << 20);
        await Task.WhenAll(Enumerable.Range(1, 4).Select(seed => Task.Run(() =>
        {
            Random random = new(seed);
            for (int i = 0; i < 5_000; i++)
            {
                using OwnedBuffer buffer = arena.Allocate(_account, random.Next(1, 100_000));
                buffer.WriteAt(0, (byte)seed);
                Assert.Equal((byte)seed, buffer.ReadAt<byte>(0));
            }
        })));
        Assert.Equal((0, 0), (arena.UsedBytes, _account.LiveBuffers));
    }

    // Blocks of 512 bytes that the memory file has.
    private static long Committed(Arena arena)
    {
        using System.Diagnostics.Process stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-L", "-c", "%b", $"/proc/{Environment.ProcessId}/fd/{arena.File}"]) { RedirectStandardOutput = true })!;
        return 512 * long.Parse(stat.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
