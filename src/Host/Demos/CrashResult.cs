namespace ActorFfi;

/// <summary>What became of the calls of a <see cref="CrashDemo"/> so far; times are in seconds.</summary>
/// <param name="Wanted">How many calls are to crash.</param>
/// <param name="Crashes">How many did, and were answered with how their guest died.</param>
/// <param name="Guests">How many different processes died so.</param>
/// <param name="Answered">How many healthy calls were answered with the right value.</param>
/// <param name="Failed">How many calls of either kind were answered otherwise.</param>
/// <param name="Elapsed">How long it has taken.</param>
internal sealed record CrashResult(int Wanted, int Crashes, int Guests, long Answered, long Failed, double Elapsed)
{
    /// <summary>How often guests died of what: a signal or an exit code.</summary>
    public required IReadOnlyDictionary<string, int> Deaths { get; init; }

    public double? Median { get; init; }

    public double? P99 { get; init; }

    /// <summary>How long the healthy call took that took longest: one that waited for another guest.</summary>
    public double Longest { get; init; }

    /// <summary>The last failure of those that should not be; null where there was none.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether each call was answered as it should be.</summary>
    public bool IsComplete => Crashes == Wanted && Failed == 0 && Answered > 0;
}
