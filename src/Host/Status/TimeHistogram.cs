namespace ActorFfi;

/// <summary>Counts times in buckets that grow by the fourth root of two, so that a percentile is right to a tenth; over the last turns only.</summary>
/// <remarks>Threads: <see cref="Record"/> may be called from any; the others by one.</remarks>
internal sealed class TimeHistogram
{
    private const int BucketsPerDoubling = 4;
    private const int Doublings = 36; // From 16 nanoseconds to about 18 minutes.
    private const double Shortest = 16e-9;
    private const int Turns = 10;

    private readonly long[][] _turns = [.. Enumerable.Range(0, Turns).Select(static _ => new long[(BucketsPerDoubling * Doublings) + 1])];
    private int _current;

    /// <summary>Counts a time, in seconds.</summary>
    public void Record(double seconds) => Interlocked.Increment(ref _turns[_current][BucketOf(seconds)]);

    /// <summary>Begins a turn, and forgets the oldest.</summary>
    public void Turn()
    {
        int next = (_current + 1) % Turns;
        Array.Clear(_turns[next]);
        Volatile.Write(ref _current, next);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.ForEach(_turns, Array.Clear);

    /// <summary>The time that so large a share of all is not above, in seconds; null where there are none.</summary>
    public double? Percentile(double share)
    {
        long[] sums = new long[_turns[0].Length];
        foreach (long[] turn in _turns)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += Volatile.Read(ref turn[i]);
            }
        }

        long rank = (long)Math.Ceiling(sums.Sum() * share);
        if (rank == 0)
        {
            return null;
        }

        int bucket = -1;
        for (long seen = 0; seen < rank;)
        {
            seen += sums[++bucket];
        }

        return Shortest * Math.Pow(2, (bucket + 0.5) / BucketsPerDoubling);
    }

    private static int BucketOf(double seconds) =>
        (int)Math.Clamp(Math.Log2(Math.Max(seconds, Shortest) / Shortest) * BucketsPerDoubling, 0, BucketsPerDoubling * Doublings);
}
