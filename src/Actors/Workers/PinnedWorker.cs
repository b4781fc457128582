namespace ActorFfi;

/// <summary>A symbol's place on the pinned thread of its library: it runs a few calls, then it is the turn of the other symbols.</summary>
internal sealed class PinnedWorker(SymbolEntry symbol, IWorkerOwner owner, PinnedThread thread) : CallWorker(symbol, owner), IThreadPoolWorkItem
{
    private const int Burst = 16;

    /// <inheritdoc/>
    public override void Start()
    {
        Mailbox.Add(this);
        Wake();
    }

    /// <inheritdoc/>
    public override void Wake() => thread.Post(this);

    /// <inheritdoc/>
    public void Execute()
    {
        if (Serve(Burst))
        {
            Wake();
        }
    }
}
