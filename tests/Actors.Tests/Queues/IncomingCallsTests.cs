namespace ActorFfi.Actors.Tests.Queues;

/// <summary>The ring that calls come in by, which grows and is emptied while others push.</summary>
public sealed class IncomingCallsTests
{
    private readonly IncomingCalls _incoming = new();

    [Fact]
    public void Calls_are_taken_in_the_order_they_came()
    {
        NativeCall[] calls = Push(5, room: 5);
        Assert.Equal(5, _incoming.BeginTake());
        Assert.Equal(calls, Enumerable.Range(0, 5).Select(_ => _incoming.Take()).ToArray());
        _incoming.EndTake(5);
        Assert.True(_incoming.IsEmpty);
    }

    [Fact]
    public void Nothing_comes_in_without_room()
    {
        Assert.False(_incoming.TryPush(new NativeCall()), "Nothing is said of room yet.");
        NativeCall[] calls = Push(2, room: 2);
        Assert.False(_incoming.TryPush(new NativeCall()));
        Assert.Equal(2, _incoming.BeginTake());
        Assert.Same(calls[0], _incoming.Take());
        Assert.Same(calls[1], _incoming.Take());
        _incoming.EndTake(0);
        Assert.False(_incoming.TryPush(new NativeCall()));
        _incoming.Admit(-3);
        Assert.False(_incoming.TryPush(new NativeCall()));
        _incoming.Admit(1);
        Assert.True(_incoming.TryPush(new NativeCall()));
    }

    [Fact]
    public void A_ring_that_was_full_grows_up_to_a_bound()
    {
        const int Room = 100_000;
        _incoming.Admit(Room);
        List<int> sizes = [];
        for (int take = 0; take < 6; take++)
        {
            List<NativeCall> pushed = [];
            NativeCall call = new();
            while (_incoming.TryPush(call))
            {
                pushed.Add(call);
                call = new NativeCall();
            }

            sizes.Add(pushed.Count);
            int count = _incoming.BeginTake();
            Assert.False(_incoming.TryPush(call), "A full ring has no place while it is emptied.");
            Assert.Equal(pushed, Enumerable.Range(0, count).Select(_ => _incoming.Take()).ToList());
            _incoming.EndTake(Room);
        }

        Assert.Equal([16, 64, 256, 1024, 1024, 1024], sizes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Each_call_is_taken_once_and_those_of_a_thread_in_order(int threads)
    {
        const int Each = 20_000;
        _incoming.Admit(1);
        Task[] pushing = [.. Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(() => PushAll(thread, Each), TaskCreationOptions.LongRunning))];
        int[] next = new int[threads];
        Random random = new(threads);
        SpinWait spin = default;
        for (int taken = 0; taken < threads * Each;)
        {
            int count = _incoming.BeginTake();
            for (int i = 0; i < count; i++)
            {
                (long thread, long number) = Math.DivRem(_incoming.Take().Order, Each);
                Assert.Equal(next[thread]++, number);
            }

            taken += count;
            _incoming.EndTake(random.Next(0, 3000)); // Sometimes less than there are places, sometimes more.
            spin.SpinOnce(sleep1Threshold: -1);
        }

        await Task.WhenAll(pushing);
        Assert.True(_incoming.IsEmpty);
        Assert.Equal(0, _incoming.BeginTake());
    }

    private NativeCall[] Push(int count, int room)
    {
        _incoming.Admit(room);
        NativeCall[] calls = [.. Enumerable.Range(0, count).Select(static _ => new NativeCall())];
        Assert.All(calls, call => Assert.True(_incoming.TryPush(call)));
        return calls;
    }

    private void PushAll(int thread, int count)
    {
        for (int i = 0; i < count; i++)
        {
            NativeCall call = new() { Order = ((long)thread * count) + i };
            SpinWait spin = default;
            while (!_incoming.TryPush(call))
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }
        }
    }
}
