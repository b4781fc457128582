using System.Diagnostics;

namespace ActorFfi;

/// <summary>What telemetry learns of an answered call.</summary>
/// <param name="Failure">Its failure; null where it succeeded.</param>
/// <param name="Queued">From its acceptance until native code began, in ticks of the stopwatch; negative where no times were taken.</param>
/// <param name="Ran">How long native code ran, likewise.</param>
/// <param name="HasRun">Whether native code saw it.</param>
/// <param name="IsAbandoned">Whether native code still has it.</param>
internal readonly record struct CallReport(Exception? Failure, long Queued, long Ran, bool HasRun, bool IsAbandoned = false)
{
    /// <summary>Whether the two times were taken.</summary>
    public bool IsTimed => Queued >= 0;

    /// <summary>From its acceptance until native code began.</summary>
    public TimeSpan QueueTime => Stopwatch.GetElapsedTime(0, Queued);

    /// <summary>How long native code ran.</summary>
    public TimeSpan NativeTime => Stopwatch.GetElapsedTime(0, Ran);
}
