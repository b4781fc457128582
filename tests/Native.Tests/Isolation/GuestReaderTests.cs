using ActorFfi.Tests;

namespace ActorFfi.Native.Tests.Isolation;

/// <summary>The reader's thread that only minds, since those who wait take the replies themselves.</summary>
public sealed class GuestReaderTests
{
    private const int Rounds = 20;
    private static readonly string[] _prototypes = ["int64_t echo_i64(int64_t v)", "void gate_pass(int32_t gate)", "void gate_open(int32_t gate)", "int32_t gate_waiting(int32_t gate)"];

    [Fact]
    public async Task A_caller_that_took_its_reply_stops_looking_and_the_next_replies_come()
    {
        await using TestGuest guest = await TestGuest.StartAsync(_prototypes);
        for (int round = 0; round < Rounds; round++)
        {
            await MindingAsync(guest);
            Task<GuestReply>[] next = [.. Enumerable.Range(0, 12).Select(i => guest.Submit(i % 4, "echo_i64", i))];
            GuestReply[] replies = await Task.WhenAll(next).Within();
            Assert.Equal(Enumerable.Range(0, 12), replies.Select(static reply => reply.Value.ToInt32()));
        }
    }

    [Fact]
    public async Task A_caller_that_gives_up_has_its_reply_brought()
    {
        await using TestGuest guest = await TestGuest.StartAsync(_prototypes);
        for (int round = 0; round < Rounds; round++)
        {
            await MindingAsync(guest);
            GuestReader reader = guest.Process.Reader;
            bool hasTurn = reader.TryBegin();
            Task<GuestReply> waits = guest.Submit(1, "gate_pass", round);
            await guest.Reaches(2, "gate_waiting", 1, round);
            if (hasTurn)
            {
                reader.Take();
                reader.End(comesAgain: false);
            }

            Assert.False(waits.IsCompleted);
            guest.Invoke(2, "gate_open", round); // A synchronous caller takes its own reply and no other.
            Assert.Equal(GuestOutcome.Answered, (await waits.Within()).Outcome);
        }
    }

    [Fact]
    public async Task Replies_that_come_while_others_take_turns_are_taken_by_them_or_by_the_thread()
    {
        await using TestGuest guest = await TestGuest.StartAsync(_prototypes);
        for (int round = 0; round < Rounds; round++)
        {
            await MindingAsync(guest);
            Task<GuestReply> waits = guest.Submit(1, "gate_pass", round);
            await guest.Reaches(2, "gate_waiting", 1, round);
            Turn(guest);
            Turn(guest);
            guest.Invoke(2, "gate_open", round);
            Assert.Equal(GuestOutcome.Answered, (await waits.Within()).Outcome);
        }
    }

    [Fact]
    public async Task The_last_of_a_burst_is_answered_though_nobody_waits_for_it()
    {
        await using TestGuest guest = await TestGuest.StartAsync(_prototypes);
        for (int round = 0; round < Rounds; round++)
        {
            await MindingAsync(guest);
            int expected = guest.Events.Count;
            for (int i = 0; i < 3 * GuestLane.Depth; i++)
            {
                expected += guest.TrySubmit(i % 3, "echo_i64", i) is null ? 0 : 1;
            }

            Turn(guest, lane: 3);
            Eventually.Holds(() => guest.Events.Count == expected + 1, "the owner was told of each call of the burst and of the turn's");
            Assert.All(guest.Process.Lanes, static lane => Assert.Equal(0, lane.Outstanding));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_death_of_the_guest_answers_all(bool somebodyHasTheTurn)
    {
        await using TestGuest guest = await TestGuest.StartAsync(_prototypes);
        await MindingAsync(guest);
        Task<GuestReply> running = guest.Submit(0, "gate_pass", 1);
        await guest.Reaches(3, "gate_waiting", 1, 1);
        await MindingAsync(guest, lane: 2);
        Task<GuestReply>[] behind = [.. Enumerable.Range(0, GuestLane.Depth - 1).Select(i => guest.Submit(0, "echo_i64", i))];
        bool hasTurn = somebodyHasTheTurn && guest.Process.Reader.TryBegin();

        guest.Process.Kill("the test ends it");
        if (hasTurn)
        {
            Eventually.Holds(() => guest.Process.HasEnded, "the death was noticed");
            guest.Process.Reader.Take();
            guest.Process.Reader.End(comesAgain: true);
        }

        Assert.Equal(GuestOutcome.Lost, (await running.Within()).Outcome);
        Assert.All(await Task.WhenAll(behind).Within(), static reply => Assert.Equal(GuestOutcome.NotBegun, reply.Outcome));
        Assert.Equal("the test ends it", (await guest.Process.Ended.Within()).KillReason);
        Assert.Equal("Died", guest.Events.Single(static happened => happened == "Died"));
    }

    // Takes turns until the thread has seen that they are taken. A call without one in between, since a thread that sleeps for longer does not look.
    private static async Task MindingAsync(TestGuest guest, int lane = 0)
    {
        for (int turn = 1; !guest.Process.Reader.Minds; turn++)
        {
            Turn(guest, lane);
            if (turn % 16 == 0)
            {
                Assert.Equal(turn, (await guest.Submit(lane, "echo_i64", turn).Within()).Value.ToInt32());
            }
        }
    }

    // A caller that takes its own reply, as long as nobody else has the turn.
    private static void Turn(TestGuest guest, int lane = 0)
    {
        Task<GuestReply> reply = guest.Submit(lane, "echo_i64", 1);
        if (guest.Process.Reader.TryBegin())
        {
            while (!reply.IsCompleted && !guest.Process.HasEnded)
            {
                guest.Process.Reader.Take();
            }

            guest.Process.Reader.End(comesAgain: true);
        }

        Eventually.Holds(() => reply.IsCompleted, "a reply came");
    }
}
