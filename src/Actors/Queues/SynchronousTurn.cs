namespace ActorFfi;

/// <summary>A synchronous caller's turn under a concurrency limit; the place is its own when the turn comes.</summary>
internal sealed class SynchronousTurn : IWakeable
{
    private readonly ManualResetEventSlim _come = new();

    /// <inheritdoc/>
    public void Wake() => _come.Set();

    /// <summary>Blocks this thread until the turn comes.</summary>
    public void Await()
    {
        _come.Wait();
        _come.Dispose();
    }
}
