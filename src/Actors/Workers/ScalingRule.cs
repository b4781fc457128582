namespace ActorFfi;

/// <summary>How many workers a symbol has: grows while calls wait too long, shrinks when a worker has rested for long.</summary>
/// <remarks>
/// It cannot oscillate: it grows only while nobody rests and shrinks only by workers that rest, and <see cref="IdleTimeout"/> is how long
/// a worker must have been of no use to anybody. A call that has waited for long at most doubles the workers, so that a short burst does
/// not start them all. Where nobody rested for as long, and the calls are so long that a thread for each pays, every call that waits gets a worker.
/// </remarks>
/// <param name="Minimum">The fewest workers to keep.</param>
/// <param name="Maximum">The most workers to have.</param>
/// <param name="GrowAfter">How long a call may wait before another worker is worth its thread.</param>
/// <param name="IdleTimeout">After how long a worker without calls ends.</param>
internal sealed record ScalingRule(int Minimum, int Maximum, TimeSpan GrowAfter, TimeSpan IdleTimeout)
{
    private const int ShortCall = 4; // Calls shorter than this part of the patience are done before a further worker would be awake.

    /// <summary>How many workers to start (positive) or to end (negative).</summary>
    public int Decide(in ScalingState state)
    {
        int all = state.Workers + state.Starting;
        int missing = Math.Min(state.Queued - state.Coming - state.Starting, Maximum - all);
        if (missing > 0 && all > 0 && state.CallLength * ShortCall >= GrowAfter)
        {
            return missing;
        }

        if (missing > 0 && (all == 0 || state.OldestWait >= GrowAfter))
        {
            return Math.Min(missing, Math.Max(1, all));
        }

        return state.Queued == 0 && state.RestedFor >= IdleTimeout && state.Workers > Minimum ? -1 : 0;
    }
}
