using System.Diagnostics;

namespace ActorFfi;

/// <summary>Wakes one waiting thread: within nanoseconds while it spins, by the kernel after that.</summary>
/// <remarks>
/// Spinning adapts: at most half the cores spin at a time, and a thread whose spins failed repeatedly parks at once until a
/// signal comes so soon after parking that spinning would have caught it. The first spin after parking is longer: the caller that
/// woke the thread may be asleep itself by the time of the reply, and comes back as late as it takes to wake it.
/// </remarks>
internal sealed class WorkerSignal
{
    private const int Awake = 0;
    private const int Signaled = 1;
    private const int Parked = 2;
    private const int FailuresUntilParking = 4;
    private const int WakeTime = 8; // How long waking two sleeping threads takes, counted in spins.

    private static readonly long SpinTicks = Stopwatch.Frequency / 50_000; // 20 microseconds.
    private static readonly int MaximumSpinners = Environment.ProcessorCount / 2;
    private static int spinners;

    private readonly WaitWord _state = WaitWord.Create(); // Moves by interlocked operations only.
    private int _failures; // Touched by the waiting thread only, like the next one.
    private bool _wasParked;

    /// <summary>Wakes the thread, or lets its next wait return at once.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state.Value, Signaled) == Parked)
        {
            _state.Wake();
        }
    }

    /// <summary>Waits for the signal and takes it.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="maySpin">Whether a core is to spare for spinning.</param>
    /// <returns>False where it did not come in time.</returns>
    public bool Wait(TimeSpan timeout, bool maySpin) => TryTake() || (maySpin && TrySpin()) || Park(timeout);

    private bool TrySpin()
    {
        if (_failures >= FailuresUntilParking || !TryBecomeSpinner())
        {
            return false;
        }

        bool taken = Spin();
        Interlocked.Decrement(ref spinners);
        _failures = taken ? 0 : _failures + 1;
        return taken;
    }

    private bool Spin()
    {
        long end = Stopwatch.GetTimestamp() + (_wasParked ? WakeTime * SpinTicks : SpinTicks);
        _wasParked = false;
        while (!TryTake())
        {
            if (Stopwatch.GetTimestamp() > end)
            {
                return false;
            }

            Thread.SpinWait(4);
        }

        return true;
    }

    private bool Park(TimeSpan timeout)
    {
        long parkedAt = Stopwatch.GetTimestamp();
        TimeSpan left = timeout;
        if (Interlocked.CompareExchange(ref _state.Value, Parked, Awake) == Awake)
        {
            while (Volatile.Read(ref _state.Value) == Parked && (timeout == Timeout.InfiniteTimeSpan || left > TimeSpan.Zero))
            {
                _state.Wait(Parked, left);
                left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - Stopwatch.GetElapsedTime(parkedAt);
            }

            Interlocked.CompareExchange(ref _state.Value, Awake, Parked);
        }

        _wasParked = true;
        if (Stopwatch.GetTimestamp() - parkedAt < (WakeTime + 2) * SpinTicks)
        {
            _failures = 0;
        }

        return TryTake();
    }

    private bool TryTake() => Volatile.Read(ref _state.Value) == Signaled && Interlocked.CompareExchange(ref _state.Value, Awake, Signaled) == Signaled;

    private static bool TryBecomeSpinner()
    {
        if (Interlocked.Increment(ref spinners) <= MaximumSpinners)
        {
            return true;
        }

        Interlocked.Decrement(ref spinners);
        return false;
    }
}
