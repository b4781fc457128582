namespace ActorFfi;

/// <summary>Who waits for all guests of a library to be replaced. The request travels between actors, which may end before it comes to them.</summary>
/// <remarks>Threads: guarded by the lock.</remarks>
internal sealed class GuestRolls
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _waiting = [];

    /// <summary>Notes one that waits.</summary>
    public void Add(TaskCompletionSource done)
    {
        lock (_gate)
        {
            _waiting.RemoveAll(static other => other.Task.IsCompleted);
            _waiting.Add(done);
        }
    }

    /// <summary>Tells all that nothing is replaced any more.</summary>
    public void Fail(Exception reason)
    {
        lock (_gate)
        {
            _waiting.ForEach(done => done.TrySetException(reason)); // Whoever awaits them goes on elsewhere.
            _waiting.Clear();
        }
    }
}
