namespace ActorFfi;

/// <summary>The lines of the keys that have calls; a key without calls takes no memory.</summary>
/// <remarks>Threads: guarded by the lock of its group.</remarks>
internal sealed class KeyLines
{
    private readonly Dictionary<long, KeyLine> _lines = [];
    private readonly HashSet<CallBatch> _gathering = []; // Batches that lack turns.
    private readonly HashSet<KeyLine> _free = []; // Lines whose turn nobody has, because calls are being put in order.
    private bool _isInDisorder; // Turns that end are given to nobody.

    /// <summary>How many keys have calls.</summary>
    public int Count => _lines.Count;

    /// <summary>The line of a key; null where it has no calls.</summary>
    public KeyLine? Find(long key) => _lines.GetValueOrDefault(key);

    /// <summary>Puts a nonblocking call into its line.</summary>
    /// <returns>Whether its turn is now; otherwise it is held.</returns>
    public bool Enter(NativeCall call, int parameter) => Enter(call, call.Arguments.KeyOf(call.Symbol.Plan, parameter));

    /// <summary>Puts the calls of a batch into the lines of their keys, each key once.</summary>
    /// <returns>Whether all turns are now; otherwise the batch is held.</returns>
    public bool Enter(CallBatch batch)
    {
        int missing = 0;
        for (int i = 0; i < batch.Calls.Length; i++)
        {
            if (batch.NewKeyOf(i) is { } key && !Enter(batch.Calls[i], key))
            {
                missing++;
            }
        }

        batch.MissingTurns = missing;
        return missing == 0 || !_gathering.Add(batch);
    }

    /// <summary>Whether a batch lacks turns.</summary>
    public bool IsGathering(CallBatch batch) => _gathering.Contains(batch);

    /// <summary>The batches of a mailbox that lack turns.</summary>
    public List<CallBatch> GatheringOf(Mailbox mailbox) => [.. _gathering.Where(batch => batch.Mailbox == mailbox)];

    /// <summary>Ends all turns of a batch, those that have not come included.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="worker">The worker that ran it; null where none did.</param>
    /// <param name="wake">Collects whom to wake.</param>
    public void Leave(CallBatch batch, CallWorker? worker, ref WakeList wake)
    {
        _gathering.Remove(batch);
        foreach (NativeCall call in batch.Calls)
        {
            if (call.Line is not { } line)
            {
                continue;
            }

            call.Line = null;
            if (call.List == line.Held)
            {
                line.Held.Remove(call);
            }
            else
            {
                Leave(line, worker, ref wake);
            }
        }
    }

    /// <summary>Puts a synchronous call into its line.</summary>
    /// <returns>The line, and the turn to wait for; null where it is now.</returns>
    public (KeyLine Line, SynchronousTurn? Turn) Enter(long key, long order)
    {
        if (!_lines.TryGetValue(key, out KeyLine? line))
        {
            return (Open(key), null);
        }

        SynchronousTurn turn = new();
        line.Callers.Enqueue((order, turn));
        return (line, turn);
    }

    /// <summary>Ends the turn of a call, and begins that of the next one in its line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="worker">The worker that ran the call; null where none did.</param>
    /// <param name="wake">Collects whom to wake.</param>
    public void Leave(KeyLine line, CallWorker? worker, ref WakeList wake)
    {
        if (_isInDisorder)
        {
            _free.Add(line);
        }
        else if (line.Callers.TryPeek(out (long Order, SynchronousTurn Turn) caller) && !(line.Held.First?.Order < caller.Order))
        {
            wake.Add(line.Callers.Dequeue().Turn);
        }
        else if (line.Held.Count > 0)
        {
            Release(line.Held.RemoveFirst(), worker, ref wake);
        }
        else
        {
            _lines.Remove(line.Key);
        }
    }

    /// <summary>The calls of a mailbox whose turn has not come, without those of batches.</summary>
    public List<NativeCall> HeldOf(Mailbox mailbox)
    {
        List<NativeCall> held = [];
        foreach (KeyLine line in _lines.Values)
        {
            foreach (NativeCall call in line.Held.All)
            {
                if (call.Symbol.Mailbox == mailbox && call.Batch is null)
                {
                    held.Add(call);
                }
            }
        }

        return held;
    }

    /// <summary>Gives no turn on from now on: calls are taken out, to be put in again in the order of their numbers.</summary>
    public void BeginOrdering() => _isInDisorder = true;

    /// <summary>Gives the turns on that no call was put in again for.</summary>
    public void EndOrdering(ref WakeList wake)
    {
        _isInDisorder = false;
        foreach (KeyLine line in _free)
        {
            Leave(line, null, ref wake);
        }

        _free.Clear();
    }

    private bool Enter(NativeCall call, long key)
    {
        if (!_lines.TryGetValue(key, out KeyLine? line))
        {
            call.Line = Open(key);
            return true;
        }

        call.Line = line;
        if (TryTakeFree(line, call.Order))
        {
            return true;
        }

        line.Held.Add(call);
        return false;
    }

    // A synchronous call that has waited for longer comes first.
    private bool TryTakeFree(KeyLine line, long order) =>
        _free.Count > 0 && !(line.Callers.TryPeek(out (long Order, SynchronousTurn Turn) caller) && caller.Order < order) && _free.Remove(line);

    private void Release(NativeCall next, CallWorker? worker, ref WakeList wake)
    {
        if (next.Batch is not { } batch)
        {
            next.Symbol.Mailbox.Queue.Release(next, worker, ref wake);
        }
        else if (--batch.MissingTurns == 0)
        {
            _gathering.Remove(batch);
            batch.Mailbox.Queue.Release(batch.Carrier, worker, ref wake);
        }
    }

    private KeyLine Open(long key)
    {
        KeyLine line = new(key);
        _lines.Add(key, line);
        return line;
    }
}
