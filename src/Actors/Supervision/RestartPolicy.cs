using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>When a failed library is started again: exponential back-off with jitter, within a budget.</summary>
/// <remarks>
/// A pure function. The n-th restart within the window waits <c>Delay × Factor^n</c>, n counting from 0, at most
/// <c>MaximumDelay</c>, lengthened or shortened by up to the jitter's share of it.
/// </remarks>
/// <param name="Delay">The first delay.</param>
/// <param name="Factor">What each further delay is multiplied by.</param>
/// <param name="MaximumDelay">The longest delay before jitter.</param>
/// <param name="Jitter">The largest share by which a delay is changed at random, from 0 to 1.</param>
/// <param name="Limit">How many restarts the budget allows within the window.</param>
/// <param name="Window">How far back restarts count.</param>
internal sealed record RestartPolicy(TimeSpan Delay, double Factor, TimeSpan MaximumDelay, double Jitter, int Limit, TimeSpan Window)
{
    /// <summary>Decides about a failure that happens now.</summary>
    /// <param name="history">When the library was restarted before.</param>
    /// <param name="now">The time of the failure.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public RestartDecision Decide(ImmutableArray<DateTimeOffset> history, DateTimeOffset now, double chance)
    {
        ImmutableArray<DateTimeOffset> recent = [.. history.Where(at => now - at < Window)];
        return recent.Length >= Limit
            ? new RestartDecision(null, recent)
            : new RestartDecision(DelayOf(recent.Length, chance), recent.Add(now));
    }

    private TimeSpan DelayOf(int restarts, double chance)
    {
        double exponential = Math.Min(Delay.TotalMilliseconds * Math.Pow(Factor, restarts), MaximumDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(exponential * (1 + (Jitter * ((2 * chance) - 1))));
    }
}
