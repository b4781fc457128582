using System.Collections.Immutable;

namespace ActorFfi.Actors.Tests.Supervision;

public sealed class RestartPolicyTests
{
    private static readonly DateTimeOffset _now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RestartPolicy _policy = new(
        TimeSpan.FromMilliseconds(100), 2, TimeSpan.FromSeconds(1), 0.5, 6, TimeSpan.FromMinutes(1));

    [Theory]
    [InlineData(0, 0.5, 100)]
    [InlineData(1, 0.5, 200)]
    [InlineData(2, 0.5, 400)]
    [InlineData(3, 0.5, 800)]
    [InlineData(4, 0.5, 1000)] // The maximum.
    [InlineData(5, 0.5, 1000)]
    [InlineData(0, 0.0, 50)] // Jitter shortens
    [InlineData(0, 1.0, 150)] // and lengthens,
    [InlineData(5, 1.0, 1500)] // beyond the maximum too.
    public void Delay_grows_by_the_factor_up_to_the_maximum(int restarts, double chance, int milliseconds)
    {
        RestartDecision decision = _policy.Decide(History(restarts), _now, chance);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), decision.Delay);
        Assert.Equal(restarts + 1, decision.History.Length);
    }

    [Fact]
    public void Budget_that_is_used_up_gives_no_delay()
    {
        Assert.Null(_policy.Decide(History(6), _now, 0.5).Delay);
        Assert.Null((_policy with { Limit = 0 }).Decide([], _now, 0.5).Delay);
    }

    [Fact]
    public void Restarts_outside_the_window_do_not_count()
    {
        RestartDecision decision = _policy.Decide([_now - TimeSpan.FromMinutes(2), _now - TimeSpan.FromMinutes(1), _now - TimeSpan.FromSeconds(59)], _now, 0.5);
        Assert.Equal(TimeSpan.FromMilliseconds(200), decision.Delay);
        Assert.Equal([_now - TimeSpan.FromSeconds(59), _now], decision.History.ToArray());
    }

    private static ImmutableArray<DateTimeOffset> History(int restarts) => [.. Enumerable.Range(0, restarts).Select(i => _now - TimeSpan.FromSeconds(i))];
}
