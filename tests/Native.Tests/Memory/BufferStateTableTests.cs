namespace ActorFfi.Native.Tests.Memory;

public sealed class BufferStateTableTests
{
    /// <summary>The whole table, written down a second time: '-' is a refusal, '=' stays, '!' frees.</summary>
    private const string Expected = """
                         BeginRead EndRead BeginWrite EndWrite Detach   Attach    Lend         Reclaim   Tear      Recover Abandon   Move  Transfer    Dispose
        Owned            Reading   -       Writing    -        InFlight -         -            -         -         -       -         Moved Transferred Disposed!
        Reading          =         Owned   -          -        -        -         -            -         -         -       -         -     -           -
        Writing          -         -       -          Owned    -        -         -            -         Torn      -       -         -     -           -
        InFlight         -         -       -          -        -        Owned     Lent         -         Torn      -       Abandoned -     -           InFlightDisposed
        InFlightDisposed -         -       -          -        -        Disposed! LentDisposed -         Disposed! -       Abandoned -     -           =
        Lent             -         -       -          -        -        -         -            Owned     Torn      -       -         -     -           LentDisposed
        LentDisposed     -         -       -          -        -        -         -            Disposed! Disposed! -       -         -     -           =
        Torn             -         -       -          -        -        -         -            -         -         Owned   -         -     -           Disposed!
        Abandoned        -         -       -          -        -        Disposed! LentDisposed -         -         -       -         -     -           =
        Moved            -         -       -          -        -        -         -            -         -         -       -         -     -           =
        Transferred      -         -       -          -        -        -         -            -         -         -       -         -     -           =
        Disposed         -         -       -          -        -        -         -            -         -         -       -         -     -           =
        """;

    public static TheoryData<string, string, string> Cells()
    {
        string[][] rows = [.. Expected.Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        TheoryData<string, string, string> cells = [];
        foreach (string[] row in rows.Skip(1))
        {
            for (int column = 1; column < row.Length; column++)
            {
                cells.Add(row[0], rows[0][column - 1], row[column]);
            }
        }

        return cells;
    }

    [Fact]
    public void Expectation_OfTheTable_NamesEveryPhaseAndEvent() =>
        Assert.Equal(Enum.GetValues<BufferPhase>().Length * Enum.GetValues<BufferEvent>().Length, Cells().Count);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Event_InAPhase_LeadsWhereTheTableSays(string phase, string happening, string expected)
    {
        BufferPhase from = Enum.Parse<BufferPhase>(phase);
        BufferWord word = new(from, from == BufferPhase.Reading ? 1 : 0);

        bool allowed = BufferStateTable.TryNext(word, Enum.Parse<BufferEvent>(happening), out BufferWord next);

        Assert.Equal(expected != "-", allowed);
        if (allowed)
        {
            string phaseExpected = expected == "=" ? phase : expected.TrimEnd('!');
            Assert.Equal(Enum.Parse<BufferPhase>(phaseExpected), next.Phase);
            Assert.Equal(expected.EndsWith('!'), BufferStateTable.Frees(word, next));
        }
    }

    [Fact]
    public void Readers_ComingAndGoing_AreCounted()
    {
        BufferWord word = new(BufferPhase.Owned);
        foreach (int readers in new[] { 1, 2, 3 })
        {
            Assert.True(BufferStateTable.TryNext(word, BufferEvent.BeginRead, out word));
            Assert.Equal((BufferPhase.Reading, readers), (word.Phase, word.Readers));
        }

        foreach (int readers in new[] { 2, 1 })
        {
            Assert.True(BufferStateTable.TryNext(word, BufferEvent.EndRead, out word));
            Assert.Equal((BufferPhase.Reading, readers), (word.Phase, word.Readers));
        }

        Assert.True(BufferStateTable.TryNext(word, BufferEvent.EndRead, out word));
        Assert.Equal(new BufferWord(BufferPhase.Owned), word);
    }

    [Fact]
    public void Readers_MoreThanTheWordCounts_AreRefused()
    {
        BufferWord full = new(BufferPhase.Reading, BufferWord.MaxReaders);

        Assert.Equal(BufferWord.MaxReaders, full.Readers);
        Assert.False(BufferStateTable.TryNext(full, BufferEvent.BeginRead, out _));
        Assert.True(BufferStateTable.TryNext(full, BufferEvent.EndRead, out BufferWord next));
        Assert.Equal(BufferWord.MaxReaders - 1, next.Readers);
    }

    [Fact]
    public void Phases_FromOwned_AreAllReachable()
    {
        HashSet<BufferWord> reached = [new BufferWord(BufferPhase.Owned)];
        Queue<BufferWord> open = new(reached);
        while (open.TryDequeue(out BufferWord word))
        {
            foreach (BufferEvent happening in Enum.GetValues<BufferEvent>())
            {
                if (BufferStateTable.TryNext(word, happening, out BufferWord next) && next.Readers < 3 && reached.Add(next))
                {
                    open.Enqueue(next);
                }
            }
        }

        Assert.Equal(Enum.GetValues<BufferPhase>().ToHashSet(), reached.Select(word => word.Phase).ToHashSet());
    }

    [Theory]
    [InlineData("Reading", BufferState.Borrowed)]
    [InlineData("Writing", BufferState.Borrowed)]
    [InlineData("InFlightDisposed", BufferState.Disposed)]
    [InlineData("LentDisposed", BufferState.Disposed)]
    [InlineData("Owned", BufferState.Owned)]
    [InlineData("InFlight", BufferState.InFlight)]
    [InlineData("Lent", BufferState.Lent)]
    [InlineData("Torn", BufferState.Torn)]
    [InlineData("Abandoned", BufferState.Abandoned)]
    [InlineData("Moved", BufferState.Moved)]
    [InlineData("Transferred", BufferState.Transferred)]
    [InlineData("Disposed", BufferState.Disposed)]
    public void Phase_InPublicWords_IsAState(string phase, BufferState state) =>
        Assert.Equal(state, new BufferWord(Enum.Parse<BufferPhase>(phase)).State);
}
