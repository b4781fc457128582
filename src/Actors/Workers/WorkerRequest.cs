namespace ActorFfi;

/// <summary>A request for further workers, which is passed on outside the lock.</summary>
/// <param name="start">Asks the actor of the symbol for so many workers.</param>
internal sealed class WorkerRequest(Action<int> start) : IWakeable
{
    private int _count;

    /// <summary>Asks for more; <see cref="Wake"/> follows.</summary>
    public void Add(int workers) => Interlocked.Add(ref _count, workers);

    /// <inheritdoc/>
    public void Wake()
    {
        int workers = Interlocked.Exchange(ref _count, 0);
        if (workers > 0)
        {
            start(workers);
        }
    }
}
