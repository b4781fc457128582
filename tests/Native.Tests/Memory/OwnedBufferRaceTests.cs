namespace ActorFfi.Native.Tests.Memory;

public sealed class OwnedBufferRaceTests
{
    private const int Rounds = 500;

    private static readonly string[] _operations = ["Dispose", "Move", "Transfer", "Call", "Abandon", "Read", "Write", "NativeRead"];

    public static TheoryData<string, string> Pairs()
    {
        TheoryData<string, string> pairs = [];
        for (int first = 0; first < _operations.Length; first++)
        {
            for (int second = first; second < _operations.Length; second++)
            {
                pairs.Add(_operations[first], _operations[second]);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Operations_RacingOnOneBuffer_FreeItOnce(string first, string second)
    {
        BufferAccount account = new("imaging");
        (OwnedBuffer Buffer, CountingBlock Block)[] leases = [.. Enumerable.Range(0, Rounds).Select(_ => CountingBlock.Lease(account))];

        RunTogether(
            round => Run(leases[round].Buffer, first),
            round => Run(leases[round].Buffer, second));

        foreach ((OwnedBuffer buffer, CountingBlock block) in leases)
        {
            Assert.Contains(buffer.State, new[] { BufferState.Owned, BufferState.Moved, BufferState.Transferred, BufferState.Disposed });
            buffer.Dispose();
            Assert.Equal(1, block.TimesFreed);
        }

        Assert.Equal((0L, 0L, 0L), (account.LiveBuffers, account.LiveBytes, account.Leaked));
    }

    [Fact]
    public void Moves_RacingOnOneBuffer_HaveOneWinner()
    {
        BufferAccount account = new("imaging");
        OwnedBuffer[] buffers = [.. Enumerable.Range(0, Rounds).Select(_ => OwnedBuffer.Allocate(account, 64))];
        int[] wins = new int[Rounds];
        Action<int> move = round =>
        {
            if (TryTake(buffers[round].Move) is { } moved)
            {
                Interlocked.Increment(ref wins[round]);
                moved.Dispose();
            }
        };

        RunTogether(move, move);

        Assert.All(wins, count => Assert.Equal(1, count));
        Assert.Equal(0, account.LiveBuffers);
    }

    [Fact]
    public void Writers_RacingOnOneBuffer_AreAlone()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(16);
        int written = 0;
        Action<int> write = _ =>
        {
            try
            {
                buffer.Write(bytes =>
                {
                    // Both halves grow together, unless a second writer is inside.
                    bytes[0]++;
                    bytes[15]++;
                    Assert.Equal(bytes[0], bytes[15]);
                });
                Interlocked.Increment(ref written);
            }
            catch (BufferBorrowedException)
            {
                // The other thread was inside.
            }
        };

        RunTogether(write, write);

        Assert.Equal((byte)written, buffer.ReadAt<byte>(0));
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Buffers_AllocatedAndDisposedAcrossThreads_NeverShareMemory()
    {
        BufferAccount account = new("imaging");
        OwnedBuffer?[] handed = new OwnedBuffer?[Rounds * 2];
        Action<int, int> exchange = (side, round) =>
        {
            OwnedBuffer mine = OwnedBuffer.Allocate(account, 64);
            Assert.Equal(0, mine.Read(bytes => bytes.IndexOfAnyExcept((byte)0)) + 1);
            mine.Write((byte)(side + 1), (bytes, value) => bytes.Fill(value));
            Volatile.Write(ref handed[(round * 2) + side], mine);
            int other = (round * 2) + 1 - side;
            if (Interlocked.Exchange(ref handed[other], null) is { } theirs)
            {
                Assert.Equal(-1, theirs.Read((byte)(2 - side), (bytes, value) => bytes.IndexOfAnyExcept(value)));
                theirs.Dispose();
            }
        };

        RunTogether(round => exchange(0, round), round => exchange(1, round));

        foreach (OwnedBuffer? left in handed)
        {
            left?.Dispose();
        }

        Assert.Equal((0L, 0L), (account.LiveBuffers, account.LiveBytes));
    }

    /// <summary>Does something to a buffer, or is refused, and gives back whatever it took.</summary>
    private static void Run(OwnedBuffer buffer, string operation)
    {
        IDisposable? taken = operation switch
        {
            "Dispose" => TryTake<IDisposable>(() => Done(buffer.Dispose)),
            "Move" => TryTake<IDisposable>(buffer.Move),
            "Transfer" => TryTake<IDisposable>(buffer.Transfer),
            "Call" => TryTake<IDisposable>(() => Call(buffer, disposing: false)),
            "Abandon" => TryTake<IDisposable>(() => Call(buffer, disposing: true)),
            "Read" => TryTake<IDisposable>(() => Done(() => buffer.Read(_ => { }))),
            "Write" => TryTake<IDisposable>(() => Done(() => buffer.BorrowMutable().Dispose())),
            "NativeRead" => TryTake<IDisposable>(() => Done(() => NativeRead(buffer))),
            _ => throw new ArgumentException(operation),
        };
        taken?.Dispose();
    }

    private static IDisposable? Call(OwnedBuffer buffer, bool disposing)
    {
        NamedCall call = new();
        buffer.Detach(call);
        Assert.True(buffer.IsHeldBy(call));
        if (disposing)
        {
            buffer.Dispose();
        }

        buffer.Attach();
        return null;
    }

    private static void NativeRead(OwnedBuffer buffer)
    {
        buffer.BeginNativeBorrow(write: false);
        buffer.EndNativeBorrow(write: false);
    }

    private static IDisposable? Done(Action action)
    {
        action();
        return null;
    }

    private static T? TryTake<T>(Func<T?> take)
        where T : class
    {
        Exception? refusal = null;
        T? taken = null;
        try
        {
            taken = take();
        }
        catch (Exception thrown)
        {
            refusal = thrown;
        }

        Assert.True(refusal is null or BufferStateException or ObjectDisposedException, refusal?.ToString());
        return taken;
    }

    /// <summary>Runs both on a thread each, round by round, each round begun by both at once.</summary>
    private static void RunTogether(Action<int> one, Action<int> other)
    {
        using Barrier start = new(2);
        Exception?[] failures = new Exception?[2];
        Thread[] threads = [Start(one, start, failures, 0), Start(other, start, failures, 1)];
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(failures, Assert.Null);
    }

    private static Thread Start(Action<int> action, Barrier start, Exception?[] failures, int index)
    {
        Thread thread = new(() =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                start.SignalAndWait();
                failures[index] ??= Record.Exception(() => action(round));
            }
        });
        thread.Start();
        return thread;
    }
}
