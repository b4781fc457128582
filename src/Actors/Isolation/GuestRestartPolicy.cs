using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>When a guest that died is replaced. A pure function.</summary>
/// <remarks>
/// The budget is the library's. The first death within the window is followed by a new guest at once, because a single crash says
/// nothing about the next one; each further one waits as the library's policy says of the restart before it.
/// </remarks>
internal static class GuestRestartPolicy
{
    /// <summary>Decides about a death that happens now.</summary>
    /// <param name="policy">The library's back-off and budget.</param>
    /// <param name="history">When guests of the library were replaced before.</param>
    /// <param name="now">The time of the death.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public static RestartDecision Decide(RestartPolicy policy, ImmutableArray<DateTimeOffset> history, DateTimeOffset now, double chance)
    {
        ImmutableArray<DateTimeOffset> recent = [.. history.Where(at => now - at < policy.Window)];
        if (recent.Length >= policy.Limit)
        {
            return new RestartDecision(null, recent);
        }

        TimeSpan delay = recent.IsEmpty ? TimeSpan.Zero : policy.Decide(recent.RemoveAt(0), now, chance).Delay!.Value;
        return new RestartDecision(delay, recent.Add(now));
    }
}
