namespace ActorFfi;

/// <summary>The calls with one key: at most one of them may run, the others are held in order.</summary>
/// <remarks>Threads: guarded by the lock of its group.</remarks>
internal sealed class KeyLine(long key)
{
    /// <summary>The key.</summary>
    public long Key => key;

    /// <summary>The nonblocking calls whose turn has not come.</summary>
    public CallList Held { get; } = new();

    /// <summary>The synchronous calls whose turn has not come, each with the number of its arrival.</summary>
    public Queue<(long Order, SynchronousTurn Turn)> Callers { get; } = new();
}
