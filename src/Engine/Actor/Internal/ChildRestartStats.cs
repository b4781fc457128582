using System.Diagnostics;

namespace Akka.Actor.Internal;

/// <summary>A child and how often it was restarted. Threads: touched in the parent's turn only.</summary>
internal sealed class ChildRestartStats(LocalActorRef child)
{
    private int _restarts;
    private long _windowStart;

    public LocalActorRef Child { get; } = child;

    /// <summary>Counts a restart and says whether it is within the limit: so many in all, or so many in one window.</summary>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0)
        {
            return false;
        }

        if (withinTimeMilliseconds > 0)
        {
            return RestartInWindow(Math.Max(maxNrOfRetries, 1), withinTimeMilliseconds);
        }

        return maxNrOfRetries < 0 || ++_restarts <= maxNrOfRetries;
    }

    private bool RestartInWindow(int limit, int milliseconds)
    {
        if (_windowStart == 0 || Stopwatch.GetElapsedTime(_windowStart).TotalMilliseconds > milliseconds)
        {
            _windowStart = Stopwatch.GetTimestamp();
            _restarts = 0;
        }

        return ++_restarts <= limit;
    }
}
