namespace ActorFfi.Native.Tests.Isolation;

/// <summary>Guests whose native code writes over everything that it shares with this process, while calls run.</summary>
public sealed class HostileGuestTests
{
    private static readonly string[] Prototypes =
    [
        "int64_t scribble(const char *name, uint64_t seed, int64_t writes, uint32_t start, uint32_t from, uint32_t to, uint32_t every)",
        "int64_t echo_i64(int64_t v)",
        "char *duplicate(const char *text) frees counted_free",
        "void counted_free(void *memory)",
        "int64_t call_back_many(int32_t (*callback)(int32_t), int32_t count)",
        "uint64_t sum_bytes(const uint8_t data[length], size_t length)",
        "void fill_bytes(uint8_t data[length], size_t length, uint8_t value)",
    ];

    // What is written over: all, the words of the reader, the replies, the answers' places, the arena.
    public static TheoryData<string, int, uint, uint, uint, uint> Targets() => new()
    {
        { "actorffi-channel", 1, 0, 0, ChannelLayout.Lanes, ChannelLayout.Lanes },
        { "actorffi-channel", 2, 0, ChannelLayout.ReaderSleeps, ChannelLayout.CallbackBits + 8, 1 << 30 },
        { "actorffi-channel", 3, 0, ChannelLayout.CallbackBits, ChannelLayout.CallbackBits + 8, 1 << 30 },
        { "actorffi-channel", 4, ChannelLayout.Lanes + ChannelLayout.Slots, ChannelLayout.Status, ChannelLayout.Frame, ChannelLayout.SlotSize },
        { "actorffi-channel", 5, ChannelLayout.Lanes + ChannelLayout.Slots, ChannelLayout.Stamp, ChannelLayout.Stamp + 8, ChannelLayout.SlotSize },
        { "actorffi-channel", 6, ChannelLayout.Lanes + (4 * ChannelLayout.LaneSize), 0, ChannelLayout.PlaceFrame, ChannelLayout.PlaceSize },
        { "actorffi-channel", 7, ChannelLayout.Lanes, ChannelLayout.Begun, ChannelLayout.Slots, ChannelLayout.LaneSize },
        { "actorffi-channel", 8, ChannelLayout.Lanes + ChannelLayout.Slots, ChannelLayout.SlotCallback, ChannelLayout.SlotCallback + 8, ChannelLayout.SlotSize },
        { "actorffi-arena", 9, 0, 0, 4096, 4096 },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Whatever_a_guest_writes_every_call_has_one_outcome_and_this_process_lives(string memory, int seed, uint start, uint from, uint to, uint every)
    {
        await using TestGuest guest = await TestGuest.StartAsync(Prototypes, start => start with { Patience = TimeSpan.FromMinutes(1) }, arenaSize: 1 << 20);
        using StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", arguments => arguments[0].ToInt32(), new CallbackOptions { ThreadSafe = true });
        Task<GuestReply> scribbling = guest.Submit(0, "scribble", memory, (ulong)seed, 20_000_000, start, from, to, every);
        Task callers = Task.WhenAll(
            Task.Run(() => CallMany(guest, 1, ["echo_i64", "duplicate", "sum_bytes"], callback)),
            Task.Run(() => CallMany(guest, 2, ["call_back_many", "fill_bytes"], callback)),
            Task.Run(() => InvokeMany(guest, 3, callback)));
        await Task.WhenAny(scribbling, guest.Death.Task, callers);

        // A wake-up that the guest took away may leave one of its own threads asleep for ever: that is a hang, which ends by a kill.
        guest.Process.Kill("it has done enough harm");
        await scribbling;
        await callers;
        await guest.Process.Ended;
        Assert.All(guest.Process.Lanes, lane => Assert.Equal(0, lane.Outstanding));
    }

    private static async Task CallMany(TestGuest guest, int lane, string[] functions, StoredCallback callback)
    {
        for (int i = 0; i < 100_000 && !guest.Process.HasEnded; i++)
        {
            using OwnedBuffer buffer = guest.Allocate(64);
            Task<GuestReply>? call = TrySubmit(guest, lane, functions[i % functions.Length], buffer, callback);
            if (call is not null)
            {
                await call;
                Assert.NotEqual(BufferState.InFlight, buffer.State);
            }
        }
    }

    private static Task<GuestReply>? TrySubmit(TestGuest guest, int lane, string function, OwnedBuffer buffer, StoredCallback callback)
    {
        try
        {
            return function switch
            {
                "echo_i64" => guest.Submit(lane, function, 5),
                "duplicate" => guest.Submit(lane, function, "some text"),
                "sum_bytes" => guest.Submit(lane, function, buffer, 64),
                "fill_bytes" => guest.Submit(lane, function, buffer, 64, 3),
                _ => guest.Submit(lane, function, callback, 2),
            };
        }
        catch (InvalidOperationException)
        {
            Assert.True(guest.Process.HasEnded);
            return null;
        }
    }

    private static void InvokeMany(TestGuest guest, int lane, StoredCallback callback)
    {
        byte[] array = new byte[100];
        for (int i = 0; i < 100_000 && !guest.Process.HasEnded; i++)
        {
            GuestReply reply = (i % 3) switch
            {
                0 => guest.Invoke(lane, "call_back_many", callback, 3),
                1 => guest.Invoke(lane, "fill_bytes", array, 100, 1),
                _ => guest.Invoke(lane, "duplicate", "another text"),
            };
            Assert.True(reply.Outcome == GuestOutcome.Answered || guest.Process.HasEnded);
        }
    }
}
