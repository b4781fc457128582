using System.Diagnostics;

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
    public override void Wake()
    {
        bool isPosted = thread.TryPost(this);
        Debug.Assert(isPosted || IsRetired, "The thread outlives the workers that take calls.");
    }

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
