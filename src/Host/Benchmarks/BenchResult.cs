namespace ActorFfi;

/// <summary>What a benchmark of one function has measured; times are in seconds, from the call to its reply.</summary>
/// <param name="Calls">How many calls were answered.</param>
/// <param name="Failures">How many of them with a failure.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Concurrency">How many calls were outstanding.</param>
internal sealed record BenchResult(long Calls, long Failures, double Elapsed, int Concurrency)
{
    /// <summary>Calls a second.</summary>
    public double CallsPerSecond => Calls / Math.Max(Elapsed, 1e-9);

    public double? Median { get; init; }

    public double? P90 { get; init; }

    public double? P99 { get; init; }

    public double? P999 { get; init; }

    public double Longest { get; init; }

    /// <summary>The last failure; null where there was none.</summary>
    public Exception? Failure { get; init; }
}
