namespace ActorFfi;

/// <summary>Who waits for memory of the arena. Nobody says when some is freed, so that they look again after a while.</summary>
/// <remarks>Threads: guarded by the lock; they are resumed outside it.</remarks>
internal sealed class RoomWaiters
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly List<IGuestWaiter> _waiting = [];
    private readonly ITimer _timer;

    public RoomWaiters()
    {
        _timer = TimeProvider.System.CreateTimer(static waiters => ((RoomWaiters)waiters!).ResumeAll(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Resumes the waiter after a while, when memory may have been freed.</summary>
    public void Add(IGuestWaiter waiter)
    {
        lock (_gate)
        {
            _waiting.Add(waiter);
        }

        _timer.Change(_patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes after a while, when memory may have been freed.</summary>
    public Task WaitAsync()
    {
        RoomPromise promise = new();
        Add(promise);
        return promise.Task;
    }

    private void ResumeAll()
    {
        IGuestWaiter[] all;
        lock (_gate)
        {
            all = [.. _waiting];
            _waiting.Clear();
        }

        Array.ForEach(all, static waiter => waiter.Resume());
    }
}
