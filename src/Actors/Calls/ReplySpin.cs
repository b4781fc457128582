namespace ActorFfi;

/// <summary>How the promises of one symbol wait for a moment before they let their caller's code suspend.</summary>
/// <remarks>
/// A reply that is about to come costs less to wait for than a suspension and a trip through the thread pool. Waiting adapts: where it
/// failed repeatedly it is tried rarely, and at most half the cores wait at a time.
/// Threads: fields are touched without synchronisation; a lost update does no harm.
/// </remarks>
internal sealed class ReplySpin
{
    private const int Turns = 24;
    private const int MostCredit = 16;
    private const int CostOfFailure = 4;
    private const int TrialEvery = 16;

    private static readonly int MaximumSpinners = Environment.ProcessorCount / 2;
    private static int spinners;

    private int _credit = MostCredit;
    private int _skipped;

    /// <summary>Waits for a moment until the promise is completed.</summary>
    /// <returns>Whether it is.</returns>
    public bool Wait(Promise promise, short token)
    {
        if (_credit <= 0 && ++_skipped % TrialEvery != 0)
        {
            return false;
        }

        if (Interlocked.Increment(ref spinners) > MaximumSpinners)
        {
            Interlocked.Decrement(ref spinners);
            return false;
        }

        bool isCompleted = Spin(promise, token);
        Interlocked.Decrement(ref spinners);
        _credit = isCompleted ? Math.Min(MostCredit, _credit + 1) : Math.Max(0, _credit - CostOfFailure);
        return isCompleted;
    }

    private static bool Spin(Promise promise, short token)
    {
        for (int i = 0; i < Turns; i++)
        {
            Thread.SpinWait(1);
            if (promise.IsCompleted(token))
            {
                return true;
            }
        }

        return false;
    }
}
