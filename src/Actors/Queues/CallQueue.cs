namespace ActorFfi;

/// <summary>The accepted calls of one symbol that have not begun: those that a worker may take, and those that wait for room.</summary>
/// <remarks>Threads: guarded by the lock of its group.</remarks>
internal sealed class CallQueue
{
    private readonly Mailbox _mailbox;
    private readonly QueueGroup _group;
    private readonly QueueBounds _bounds;
    private readonly bool _isPlain; // Neither bytes nor keys count.
    private OverflowMode _overflow;
    private readonly CallList _ready = new(); // What workers may take.
    private readonly CallList _waiting = new(); // What found no room.
    private readonly long[] _refusals = new long[Enum.GetValues<CallRefusal>().Length];

    public CallQueue(Mailbox mailbox, SymbolSettings settings, QueueGroup group)
    {
        _mailbox = mailbox;
        _group = group;
        _bounds = new QueueBounds(settings.QueueLimit, settings.QueueBytes);
        _overflow = settings.Overflow;
        group.Add(this);
        _isPlain = !CountsBytes && !HasKeys;
    }

    /// <summary>The mailbox that the queue belongs to.</summary>
    public Mailbox Mailbox => _mailbox;

    /// <summary>How many calls are queued or wait for room.</summary>
    public int Count => _bounds.Count + _waiting.Count;

    /// <summary>How many calls a worker may take.</summary>
    public int Ready => _ready.Count;

    /// <summary>How many more calls there is room for.</summary>
    public int Room => _bounds.Room;

    /// <summary>The number of the call that was accepted last.</summary>
    public long LastOrder => _group.LastOrder;

    /// <summary>Whether the calls have keys.</summary>
    public bool HasKeys => _mailbox.KeyIndex >= 0;

    /// <summary>Whether the bytes of buffers count.</summary>
    public bool CountsBytes => _bounds.CountsBytes || _group.Bounds is { CountsBytes: true };

    /// <summary>Of the calls that wait for room, the oldest; null for none.</summary>
    public NativeCall? FirstWaiting => _waiting.First;

    /// <summary>The call that has waited longest for a worker; null for none.</summary>
    public NativeCall? FirstReady => _ready.First;

    /// <summary>Changes how many calls there is room for, and what becomes of others; those that wait for room get it where there is more.</summary>
    public void Reconfigure(SymbolSettings settings, ref WakeList wake)
    {
        _bounds.Resize(settings.QueueLimit);
        _overflow = settings.Overflow;
        AdmitWaiting(ref wake);
    }

    /// <summary>How many calls were refused for a reason.</summary>
    public long RefusedFor(CallRefusal reason) => _refusals[(int)reason];

    /// <summary>Lets a call in, or makes it wait.</summary>
    /// <returns>Why it is refused; null where it is not.</returns>
    public CallRefusedException? Accept(NativeCall call)
    {
        call.Order = _group.NextOrder();
        if (_isPlain && call.IsPlain && !_group.IsBound && _waiting.Count == 0 && !_bounds.IsFull)
        {
            _bounds.AddPlain();
            _ready.Add(call);
            return null;
        }

        foreach (NativeCall follower in call.Followers ?? [])
        {
            follower.Order = call.Order; // Each may stand in the line of its own key.
        }

        if (TryAdmit(call, out CallRefusal? refusal))
        {
            return null;
        }

        if (_overflow == OverflowMode.Wait)
        {
            AddWaiting(call);
            return null;
        }

        return Refuse(call, refusal ?? CallRefusal.QueueFull);
    }

    /// <summary>Lets a call in that was accepted before, here or by the queue whose place this one has taken; where there is no room it waits, whatever is declared.</summary>
    public void Readmit(NativeCall call)
    {
        if (!TryAdmit(call, out _))
        {
            AddWaiting(call);
        }
    }

    /// <summary>Why a call does not fit into this queue; null where it does.</summary>
    public CallRefusal? OwnRefusalOf(NativeCall call) =>
        _bounds.IsFull ? CallRefusal.QueueFull : _bounds.LacksBytes(call.Bytes) ? CallRefusal.BytesFull : null;

    /// <summary>Lets the oldest waiting call in.</summary>
    public void AdmitFirst(ref WakeList wake)
    {
        Admit(RemoveFirstWaiting());
        _mailbox.Stir_NeedsLock(ref wake);
    }

    /// <summary>Whether there is a call that this worker may take.</summary>
    public bool HasCallFor(CallWorker worker) => _ready.Count > 0 || worker.Bound is { Count: > 0 };

    /// <summary>Takes out the oldest call that this worker may take.</summary>
    public NativeCall RemoveFor(CallWorker worker, ref WakeList wake)
    {
        NativeCall call = worker.Bound?.First is { } bound && !(_ready.First?.Order < bound.Order)
            ? worker.Bound!.RemoveFirst()
            : _ready.RemoveFirst();
        if (call.Batch is { } batch)
        {
            worker.Batch = batch;
        }
        else if (call.Line is { } line)
        {
            worker.Line = line;
            call.Line = null;
        }

        Forget(call, ref wake);
        return call;
    }

    /// <summary>Puts a call first, or behind those that are ready, that was taken and could not begin; it has the turn of its key already.</summary>
    public void PutBack(NativeCall call, bool isLast, ref WakeList wake)
    {
        _bounds.Add(call);
        _group.Bounds?.Add(call);
        if (isLast)
        {
            _ready.Add(call);
            CallQueue? next = _group.IsBound ? _group.OldestWaiting() : this;
            if (next?.FirstWaiting is not null)
            {
                next.AdmitFirst(ref wake); // What it waits for may be with those that wait for a place in the queue, or in that of another symbol.
            }
        }
        else
        {
            _ready.AddFirst(call);
        }
    }

    /// <summary>Ends the turn of a call's key, or all turns of its batch.</summary>
    public void ForgetLine(NativeCall call, ref WakeList wake)
    {
        if (call.Batch is { } batch)
        {
            _group.Keys.Leave(batch, null, ref wake);
        }
        else if (call.Line is { } line)
        {
            call.Line = null;
            _group.Keys.Leave(line, null, ref wake);
        }
    }

    /// <summary>Takes out a call that has not begun.</summary>
    public void Remove(NativeCall call, ref WakeList wake)
    {
        CallList list = call.List!;
        list.Remove(call);
        if (list == _waiting)
        {
            _group.ForgetWaiting(call);
            AdmitWaiting(ref wake);
            return;
        }

        if (call.Batch is null && call.Line is { } line && list == line.Held)
        {
            call.Line = null; // It has no turn to end.
        }

        ForgetLine(call, ref wake);
        Forget(call, ref wake);
    }

    /// <summary>Whether a batch is there whose turns have not all come.</summary>
    public bool IsGathering(CallBatch batch) => _group.Keys.IsGathering(batch);

    /// <summary>Takes out a batch that is there and has not begun.</summary>
    public void Remove(CallBatch batch, ref WakeList wake)
    {
        if (IsGathering(batch))
        {
            _group.Keys.Leave(batch, null, ref wake);
            Forget(batch.Carrier, ref wake);
        }
        else
        {
            Remove(batch.Carrier, ref wake);
        }
    }

    /// <summary>Makes a call one that workers may take, its key's turn having come.</summary>
    /// <param name="call">The call.</param>
    /// <param name="worker">The worker that ran the call with the same key before; null for any.</param>
    /// <param name="wake">Collects whom to wake.</param>
    public void Release(NativeCall call, CallWorker? worker, ref WakeList wake)
    {
        if (worker is { IsRetired: false } && worker.Mailbox == _mailbox)
        {
            (worker.Bound ??= new CallList()).Add(call);
        }
        else
        {
            _ready.Add(call);
            _mailbox.Stir_NeedsLock(ref wake);
        }
    }

    /// <summary>Lets every worker take what was bound to this one.</summary>
    public void Unbind(CallWorker worker)
    {
        while (worker.Bound is { Count: > 0 } bound)
        {
            _ready.Add(bound.RemoveFirst());
        }
    }

    /// <summary>Takes out everything; nothing is bound to a worker.</summary>
    public void RemoveAll(List<NativeCall> removed, ref WakeList wake)
    {
        while (_waiting.Count > 0)
        {
            removed.Add(RemoveFirstWaiting());
        }

        foreach (CallBatch batch in _group.Keys.GatheringOf(_mailbox))
        {
            Remove(batch, ref wake);
            removed.Add(batch.Carrier);
        }

        foreach (NativeCall held in _group.Keys.HeldOf(_mailbox))
        {
            Remove(held, ref wake);
            removed.Add(held);
        }

        while (_ready.First is { } call)
        {
            Remove(call, ref wake);
            removed.Add(call);
        }
    }

    private bool TryAdmit(NativeCall call, out CallRefusal? refusal)
    {
        if (CountsBytes)
        {
            call.Bytes = BytesOf(call);
        }

        refusal = OwnRefusalOf(call) ?? _group.RefusalOf(call);
        if (refusal is not null || _waiting.Count > 0 || _group.MustWait(call))
        {
            return false;
        }

        Admit(call);
        return true;
    }

    private void AddWaiting(NativeCall call)
    {
        _waiting.Add(call);
        _group.NoteWaiting(call);
    }

    private NativeCall RemoveFirstWaiting()
    {
        NativeCall call = _waiting.RemoveFirst();
        _group.ForgetWaiting(call);
        return call;
    }

    private static long BytesOf(NativeCall call)
    {
        long bytes = call.Arguments.BufferBytes;
        foreach (NativeCall follower in call.Followers ?? [])
        {
            bytes += follower.Arguments.BufferBytes;
        }

        return bytes;
    }

    private void Admit(NativeCall call)
    {
        _bounds.Add(call);
        _group.Bounds?.Add(call);
        if (call.Batch is { } batch ? _group.Keys.Enter(batch) : _mailbox.KeyIndex < 0 || _group.Keys.Enter(call, _mailbox.KeyIndex))
        {
            _ready.Add(call);
        }
    }

    private void Forget(NativeCall call, ref WakeList wake)
    {
        _bounds.Remove(call);
        _group.Bounds?.Remove(call);
        AdmitWaiting(ref wake);
    }

    private void AdmitWaiting(ref WakeList wake)
    {
        if (_group.IsBound)
        {
            _group.Admit(ref wake);
            return;
        }

        while (_waiting.First is { } call && OwnRefusalOf(call) is null)
        {
            Admit(RemoveFirstWaiting());
        }
    }

    private CallRefusedException Refuse(NativeCall call, CallRefusal reason)
    {
        _refusals[(int)reason]++;
        QueueBounds bounds = reason is CallRefusal.LibraryFull or CallRefusal.LibraryBytesFull ? _group.Bounds! : _bounds;
        long limit = reason is CallRefusal.BytesFull or CallRefusal.LibraryBytesFull ? bounds.Bytes : bounds.Calls;
        return new CallRefusedException(call.LibraryName, call.SymbolName, reason, limit);
    }
}
