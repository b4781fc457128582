namespace ActorFfi;

/// <summary>Starts a thread, where the system has none to give again and again until it has.</summary>
/// <remarks>Who needs the thread is not told and has nothing to undo: what it is to serve waits meanwhile, as long as its time lasts.</remarks>
internal sealed class PatientThread
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Action _start;
    private readonly ITimer _timer;

    private PatientThread(Action start, TimeProvider time)
    {
        _start = start;
        _timer = time.CreateTimer(static patient => ((PatientThread)patient!).StartAgain(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wait(); // Only now: the timer is looked at when it is due.
    }

    /// <summary>Starts a background thread, now or later.</summary>
    /// <returns>Whether it could be started now.</returns>
    public static bool Start(ThreadStart run, string name, TimeProvider time) =>
        Start(() => new Thread(run) { IsBackground = true, Name = name }.UnsafeStart(), time);

    /// <summary>The same for any way of starting one.</summary>
    internal static bool Start(Action start, TimeProvider time)
    {
        bool hasStarted = TryStart(start);
        if (!hasStarted)
        {
            _ = new PatientThread(start, time);
        }

        return hasStarted;
    }

    private void StartAgain()
    {
        if (TryStart(_start))
        {
            _timer.Dispose();
        }
        else
        {
            Wait();
        }
    }

    private void Wait() => _timer.Change(Pause, Timeout.InfiniteTimeSpan);

    private static bool TryStart(Action start)
    {
        try
        {
            start();
            return true;
        }
        catch (Exception scarcity) when (scarcity is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }
}
