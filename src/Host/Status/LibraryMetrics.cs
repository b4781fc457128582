namespace ActorFfi;

/// <summary>What was measured of a library's calls; times are in seconds, over the last ten seconds, and null where there were no calls.</summary>
/// <param name="Calls">How many calls were answered.</param>
/// <param name="Restarts">How often a worker, or the library, was started again.</param>
/// <param name="CallsPerSecond">How many calls were answered in the last full second.</param>
/// <param name="QueueMedian">The median of the times from acceptance until native code began.</param>
/// <param name="Queue99">The 99th percentile of the same.</param>
/// <param name="NativeMedian">The median of the times that native code ran.</param>
/// <param name="Native99">The 99th percentile of the same.</param>
internal sealed record LibraryMetrics(
    long Calls, long Restarts, double CallsPerSecond, double? QueueMedian, double? Queue99, double? NativeMedian, double? Native99);
