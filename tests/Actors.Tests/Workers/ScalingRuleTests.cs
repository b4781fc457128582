namespace ActorFfi.Actors.Tests.Workers;

public sealed class ScalingRuleTests
{
    private static readonly ScalingRule _rule = new(1, 8, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0, 0)] // Nothing to do.
    [InlineData(1, 0, 0, 0, 0, 0, 0, 1)] // The first worker comes at once,
    [InlineData(50, 0, 0, 0, 0, 0, 0, 1)] // and alone, because the calls may be short.
    [InlineData(50, 9, 0, 0, 1, 0, 0, 1)] // Calls waited while it starts: as many again.
    [InlineData(50, 0, 0, 1, 0, 0, 0, 0)] // Calls that came just now wait for who is there.
    [InlineData(1, 1, 0, 1, 0, 0, 0, 1)] // One call waited as long as it may.
    [InlineData(50, 1, 0, 3, 0, 0, 0, 3)] // At most doubling,
    [InlineData(2, 1, 0, 3, 0, 0, 0, 2)] // at most one for each call,
    [InlineData(50, 1, 0, 6, 0, 0, 0, 2)] // at most the most.
    [InlineData(50, 9, 0, 8, 0, 0, 0, 0)]
    [InlineData(50, 9, 0, 6, 2, 0, 0, 0)]
    [InlineData(50, 0, 250, 3, 0, 0, 0, 5)] // Nobody rested, and calls are long: the most at once,
    [InlineData(2, 0, 1_000, 3, 0, 0, 0, 2)] // or one for each call that waits,
    [InlineData(2, 0, 1_000, 3, 1, 0, 0, 1)] // as far as none is provided for.
    [InlineData(50, 0, 249, 3, 0, 0, 0, 0)] // Calls so short need no further thread,
    [InlineData(50, 1, 249, 3, 0, 0, 0, 3)] // unless one waits for long all the same.
    [InlineData(50, 0, 9_000, 8, 0, 0, 0, 0)]
    [InlineData(0, 0, 9_000, 4, 0, 0, 0, 0)] // Nobody waits any more.
    [InlineData(3, 9, 0, 4, 0, 3, 0, 0)] // Others will take them at once.
    [InlineData(3, 9, 0, 2, 2, 0, 0, 1)] // Two of the three are provided for.
    [InlineData(0, 0, 0, 4, 0, 1, 29_999, 0)] // It has not rested for long enough.
    [InlineData(0, 0, 0, 4, 0, 1, 30_000, -1)]
    [InlineData(1, 0, 0, 4, 0, 1, 30_000, 0)] // There is something to do just now.
    [InlineData(0, 0, 0, 1, 0, 1, 99_000, 0)] // The fewest are kept.
    public void Rule_DecidesByTable(int queued, int oldestWait, int callMicroseconds, int workers, int starting, int coming, int restedFor, int expected)
    {
        ScalingState state = new(
            queued, TimeSpan.FromMilliseconds(oldestWait), TimeSpan.FromMicroseconds(callMicroseconds), workers, starting, coming, TimeSpan.FromMilliseconds(restedFor));
        Assert.Equal(expected, _rule.Decide(state));
    }

    [Fact]
    public void Rule_UnderBurstsThatComeAndGo_NeverOscillates()
    {
        int workers = 0;
        List<int> changes = [];
        for (int millisecond = 0; millisecond < 20_000; millisecond++)
        {
            int queued = millisecond % 20 < 10 ? 16 : 0; // Ten milliseconds of more than enough, ten of nothing.
            int rested = queued > 0 ? 0 : millisecond % 10;
            int change = _rule.Decide(new ScalingState(queued, TimeSpan.FromMilliseconds(queued > 0 ? 2 : 0), TimeSpan.Zero, workers, 0, 0, TimeSpan.FromMilliseconds(rested)));
            workers += change;
            changes.Add(change);
        }

        Assert.Equal(8, workers);
        Assert.DoesNotContain(changes, static change => change < 0);
        Assert.Equal(4, changes.Count(static change => change > 0));
    }
}
