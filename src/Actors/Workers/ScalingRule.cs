namespace ActorFfi;

/// <summary>How many workers a symbol has: grows while calls wait too long, shrinks when a worker has rested for long.</summary>
/// <remarks>
/// It cannot oscillate: it grows only while nobody rests and shrinks only by workers that rest, and <see cref="IdleTimeout"/> is how long
/// a worker must have been of no use to anybody. Each step at most doubles the workers, so that a short burst does not start them all.
/// </remarks>
/// <param name="Minimum">The fewest workers to keep.</param>
/// <param name="Maximum">The most workers to have.</param>
/// <param name="GrowAfter">How long a call may wait before another worker is worth its thread.</param>
/// <param name="IdleTimeout">After how long a worker without calls ends.</param>
internal sealed record ScalingRule(int Minimum, int Maximum, TimeSpan GrowAfter, TimeSpan IdleTimeout)
{
    /// <summary>How many workers to start (positive) or to end (negative).</summary>
    public int Decide(in ScalingState state)
    {
        int all = state.Workers + state.Starting;
        int missing = Math.Min(state.Queued - state.Coming - state.Starting, Maximum - all);
        if (missing > 0 && (all == 0 || state.OldestWait >= GrowAfter))
        {
            return Math.Min(missing, Math.Max(1, all));
        }

        return state.Queued == 0 && state.RestedFor >= IdleTimeout && state.Workers > Minimum ? -1 : 0;
    }
}
