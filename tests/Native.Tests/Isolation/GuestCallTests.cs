namespace ActorFfi.Native.Tests.Isolation;

public sealed class GuestCallTests
{
    [Fact]
    public async Task A_call_runs_in_another_process()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int32_t add_i32(int32_t a, int32_t b)", "int32_t process_id(void)"]);
        Assert.Equal(42, (await guest.Submit(1, "add_i32", 40, 2)).Value.ToInt32());
        Assert.Equal(42, guest.Invoke(2, "add_i32", 40, 2).Value.ToInt32());
        Assert.Equal(guest.Process.Pid, guest.Invoke(2, "process_id").Value.ToInt32());
        Assert.NotEqual(Environment.ProcessId, guest.Process.Pid);
    }

    [Fact]
    public async Task Buffers_of_the_arena_are_worked_on_in_place_and_come_back()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["void fill_bytes(uint8_t data[length], size_t length, uint8_t value)", "uint64_t sum_bytes(const uint8_t data[length], size_t length)"]);
        using OwnedBuffer buffer = guest.Allocate(1 << 20);
        Assert.Equal(GuestOutcome.Answered, (await guest.Submit(0, "fill_bytes", buffer, 1 << 20, 3)).Outcome);
        Assert.Equal(BufferState.Owned, buffer.State);
        Assert.Equal(3UL << 20, (await guest.Submit(1, "sum_bytes", buffer, 1 << 20)).Value.ToUInt64());
        Assert.Equal(3, buffer.ReadAt<byte>((1 << 20) - 1));
        Assert.Equal(3UL * 100, (await guest.Submit(1, "sum_bytes", buffer.Slice(1000, 100), 100)).Value.ToUInt64());
    }

    [Fact]
    public async Task Memory_elsewhere_is_copied_in_and_out()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["void fill_bytes(uint8_t data[length], size_t length, uint8_t value)", "uint64_t sum_bytes(const uint8_t data[length], size_t length)"]);
        foreach (int length in new[] { 0, 1, 500, 900, 100_000 })
        {
            using OwnedBuffer buffer = OwnedBuffer.Allocate(length);
            await guest.Submit(0, "fill_bytes", buffer, length, 7);
            Assert.True(buffer.Read(bytes => bytes.IndexOfAnyExcept((byte)7)) < 0);
            byte[] array = new byte[length];
            guest.Invoke(1, "fill_bytes", array, length, 9);
            Assert.DoesNotContain(array, value => value != 9);
            Assert.Equal(9UL * (ulong)length, guest.Invoke(1, "sum_bytes", array, length).Value.ToUInt64());
        }
    }

    [Fact]
    public async Task Texts_go_both_ways_short_and_long()
    {
        await using TestGuest guest = await TestGuest.StartAsync([
            "size_t length_of(const char *text)", "const char *greeting(void)", "const char *no_text(void)",
            "char *duplicate(const char *text) frees counted_free", "void counted_free(void *memory)", "int64_t freed_count(void)"]);
        Assert.Equal("Grüß Gott", (await guest.Submit(0, "greeting")).Value.ToText());
        Assert.Null((await guest.Submit(0, "no_text")).Value.ToText());
        foreach (int length in new[] { 0, 10, 800, 1000, 3_000_000 })
        {
            string text = new('x', length);
            Assert.Equal((ulong)length, (await guest.Submit(0, "length_of", text)).Value.ToUInt64());
            Assert.Equal(text, guest.Invoke(1, "duplicate", text).Value.ToText());
        }

        Assert.Equal(5, guest.Invoke(1, "freed_count").Value.ToInt64());
    }

    [Fact]
    public async Task Structs_errno_and_floats_are_as_in_process()
    {
        await using TestGuest guest = await TestGuest.StartAsync([
            "errno int32_t set_errno(int32_t code)",
            "double mix(int8_t a, float b, uint16_t c, double d, int64_t e, float f, uint8_t g, double h, int32_t i, int64_t j, double k, float l)",
            "long double half(long double v)"]);
        Assert.Equal(17, guest.Invoke(0, "set_errno", 17).Errno);
        Assert.Equal(1.25, guest.Invoke(0, "half", 2.5).Value.ToDouble());
        Assert.Equal(
            -1 + (2.5f * 2) + (3 * 3) + (4.5 * 4) + (5 * 5.0) + (6.5f * 6) + (7 * 7) + (8.5 * 8) + (9 * 9) + (10.0 * 10) + (11.5 * 11) + (12.5f * 12),
            guest.Invoke(0, "mix", -1, 2.5f, 3, 4.5, 5, 6.5f, 7, 8.5, 9, 10, 11.5, 12.5f).Value.ToDouble());
    }

    [Fact]
    public async Task Many_calls_on_all_lanes_get_their_own_answers()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int64_t echo_i64(int64_t v)"]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(async () =>
        {
            Queue<(Task<GuestReply> Reply, long Value)> waiting = new();
            for (long i = 0; i < 5000; i++)
            {
                waiting.Enqueue((guest.Submit(lane, "echo_i64", i), i));
                while (waiting.Count >= GuestLane.Depth)
                {
                    (Task<GuestReply> reply, long value) = waiting.Dequeue();
                    Assert.Equal(value, (await reply).Value.ToInt64());
                }
            }

            foreach ((Task<GuestReply> reply, long value) in waiting)
            {
                Assert.Equal(value, (await reply).Value.ToInt64());
            }
        })));
    }
}
