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

    /// <summary>Takes a turn back that has not come.</summary>
    /// <returns>False where it has.</returns>
    public bool TryWithdraw(SynchronousTurn turn)
    {
        bool found = false;
        for (int left = Callers.Count; left > 0; left--)
        {
            (long Order, SynchronousTurn Turn) next = Callers.Dequeue();
            found |= next.Turn == turn;
            if (next.Turn != turn)
            {
                Callers.Enqueue(next);
            }
        }

        return found;
    }
}
