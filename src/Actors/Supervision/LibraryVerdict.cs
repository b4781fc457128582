using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>What becomes of a library that has failed.</summary>
/// <param name="Reason">The reason of its next state.</param>
/// <param name="Delay">After what time it is started again; null where it is Failed.</param>
/// <param name="Restarts">When it was restarted after failures, this time included.</param>
internal sealed record LibraryVerdict(string Reason, TimeSpan? Delay, ImmutableArray<DateTimeOffset> Restarts)
{
    /// <summary>Decides by what is declared.</summary>
    /// <param name="library">The library as declared.</param>
    /// <param name="failure">The failure and what is declared for it.</param>
    /// <param name="restarts">When it was restarted before.</param>
    /// <param name="now">The time of the failure.</param>
    /// <param name="chance">A number from 0 to 1 that spreads the delay.</param>
    public static LibraryVerdict Of(LibraryDefinition library, LibraryFailure failure, ImmutableArray<DateTimeOffset> restarts, DateTimeOffset now, double chance)
    {
        string what = LibraryFailures.Describe(failure);
        if (failure.Directive == FailureDirective.Stop)
        {
            return new LibraryVerdict($"{what} Mend the cause and revive the library.", null, restarts);
        }

        if (failure.Directive == FailureDirective.Escalate && library.IsCritical)
        {
            return new LibraryVerdict($"{what} The library is critical, so the service stops.", null, restarts);
        }

        RestartPolicy policy = library.Restart;
        RestartDecision decision = policy.Decide(restarts, now, chance);
        string reason = decision.Delay is null ? $"{what} Its budget of {policy.Limit} restarts in {policy.Window} is used up. Mend the cause and revive the library." : what;
        return new LibraryVerdict(reason, decision.Delay, decision.History);
    }
}
