using System.Collections.Immutable;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>The rules about guests, as tables.</summary>
public sealed class GuestRuleTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RestartPolicy _policy = new(TimeSpan.FromMilliseconds(200), 2, TimeSpan.FromSeconds(1), 0, 5, TimeSpan.FromMinutes(1));

    [Theory]
    [InlineData(1, 0, 0, 0, 0, 0, 0, 1)] // The first start.
    [InlineData(1, 1, 0, 0, 0, 0, 0, 2)]
    [InlineData(4, 2, 0, 0, 6, 0, 0, 0)]
    [InlineData(4, 2, 0, 3, 3, 0, 3, 0)] // Those that are ready serve.
    [InlineData(4, 2, 4, 2, 0, 0, 0, 0)] // Complete.
    [InlineData(4, 2, 3, 2, 0, 0, 1, 1)] // One died: a spare takes over, another one is started.
    [InlineData(4, 2, 3, 0, 0, 3, 0, 0)] // A back-off is waited for.
    [InlineData(1, 0, 0, 0, 0, 1, 0, 0)]
    [InlineData(1, 0, 1, 1, 0, 0, 0, 0)] // One too many is left alone.
    [InlineData(2, 1, 1, 0, 1, 0, 0, 1)]
    public void Guests_AreActivatedAndStarted(int processes, int spares, int active, int ready, int starting, int delayed, int activate, int start) =>
        Assert.Equal(new GuestPlan(activate, start), GuestPlan.For(processes, spares, new GuestCensus(active, ready, starting, delayed)));

    [Theory]
    [InlineData(new int[] { }, 0)] // The first death: at once.
    [InlineData(new[] { 90 }, 0)] // What is older than the window does not count.
    [InlineData(new[] { 10 }, 200)]
    [InlineData(new[] { 20, 10 }, 400)]
    [InlineData(new[] { 30, 20, 10 }, 800)]
    [InlineData(new[] { 40, 30, 20, 10 }, 1000)] // No longer than the longest.
    [InlineData(new[] { 50, 40, 30, 20, 10 }, null)] // The budget is used up.
    [InlineData(new[] { 70, 40, 30, 20, 10 }, 1000)]
    public void Guest_ThatDied_IsReplacedAfter(int[] secondsAgo, int? milliseconds)
    {
        ImmutableArray<DateTimeOffset> history = [.. secondsAgo.Select(ago => _now.AddSeconds(-ago))];

        RestartDecision decision = GuestRestartPolicy.Decide(_policy, history, _now, chance: 0.5);

        Assert.Equal(milliseconds, (int?)decision.Delay?.TotalMilliseconds);
        Assert.Equal(milliseconds is not null, decision.History.Contains(_now));
    }

    [Theory]
    [InlineData(null, null, null, 1_000_000L, 1_000_000, 1L << 40, null)]
    [InlineData(10L, null, null, 9L, 0, 0L, null)]
    [InlineData(10L, null, null, 10L, 0, 0L, "it has run 10 calls")]
    [InlineData(null, 60, null, 0L, 59, 0L, null)]
    [InlineData(null, 60, null, 0L, 60, 0L, "it has served for 00:01:00")]
    [InlineData(null, null, 100L, 0L, 0, 100L, null)]
    [InlineData(null, null, 100L, 0L, 0, 101L, "it has 101 bytes of resident memory")]
    [InlineData(10L, 60, 100L, 10L, 60, 101L, "it has run 10 calls")]
    public void Guest_IsRecycledBecause(long? afterCalls, int? afterSeconds, long? aboveMemory, long calls, int seconds, long memory, string? reason)
    {
        RecyclePolicy policy = new(afterCalls, afterSeconds is { } age ? TimeSpan.FromSeconds(age) : null, aboveMemory);

        Assert.Equal(reason, policy.ReasonFor(calls, TimeSpan.FromSeconds(seconds), memory));
        Assert.Equal(afterSeconds is not null || aboveMemory is not null, policy.NeedsLooks);
    }

    [Theory]
    [InlineData(false, 0, 0, false, true)]
    [InlineData(false, 3, 0, true, true)] // What a guest did not begin has not run this time.
    [InlineData(true, 1, 0, false, false)]
    [InlineData(true, 1, 1, false, true)]
    [InlineData(true, 2, 1, false, false)]
    [InlineData(true, 2, 2, false, true)]
    [InlineData(true, 2, 2, true, false)]
    public void Call_WhoseGuestDied_RunsAgain(bool hasBegun, int attempts, int retries, bool isPoison, bool again) =>
        Assert.Equal(again, RetryRule.RunsAgain(hasBegun, attempts, retries, isPoison));

    [Theory]
    [InlineData("A=1", "A=1")]
    [InlineData("A=", "A=")]
    [InlineData("A=b=c", "A=b=c")]
    [InlineData("HOME", "HOME=/home/of/service")]
    [InlineData("MISSING", "")]
    [InlineData("A=1|HOME|A=2", "A=2|HOME=/home/of/service")]
    public void Environment_OfAGuest_IsWhatIsDeclared(string declared, string expected) =>
        Assert.Equal(expected, string.Join('|', EnvironmentVariables.Resolve(declared.Split('|'), name => name == "HOME" ? "/home/of/service" : null).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}")));
}
