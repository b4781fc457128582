namespace ActorFfi;

/// <summary>A place on the thread pool: at most one work item at a time, which serves calls until there are none.</summary>
internal sealed class SharedWorker(SymbolEntry symbol, IWorkerOwner owner) : CallWorker(symbol, owner), IThreadPoolWorkItem
{
    // After so many calls the place goes to the end of the pool's queue, so that other work gets its turn.
    private const int Burst = 256;

    /// <inheritdoc/>
    public override void Start()
    {
        Mailbox.Add(this);
        Wake();
    }

    /// <inheritdoc/>
    public override void Wake() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    /// <inheritdoc/>
    public void Execute()
    {
        NativeCallScope.Own(this);
        bool hasMore = Serve(Burst);
        NativeCallScope.Own(null);
        if (hasMore)
        {
            Wake();
        }
    }
}
