namespace ActorFfi;

/// <summary>Calls that run one after the other on one worker, and the collection of their replies.</summary>
/// <remarks>
/// The batch stands in the queue as one call, its carrier, which is the first of those that have not begun. Each call has its own deadline
/// and cancellation: one that is late or not wanted any more is answered at once and passed over later. The batch takes the turns of all keys
/// among its calls in the moment in which it is accepted, and begins when it has them all.
/// Threads: calls move by their own state words; what is marked so is guarded by the lock of the mailbox.
/// </remarks>
internal sealed class CallBatch : ReplyTarget
{
    private readonly NativeCall[] _calls;
    private readonly long?[] _keys; // Taken while the arguments are certain to be there.
    private readonly NativeReply[] _replies;
    private readonly TaskCompletionSource<NativeReply[]> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing; // Interlocked: calls are answered on several threads.

    private CallBatch(NativeCall[] calls)
    {
        _calls = calls;
        _keys = [.. calls.Select(static call => call.Symbol.Mailbox.KeyIndex is >= 0 and int key ? call.Arguments.KeyOf(call.Symbol.Plan, key) : (long?)null)];
        _replies = new NativeReply[calls.Length];
        _missing = calls.Length;
        Carrier = calls[0];
    }

    /// <summary>The calls in order.</summary>
    public ReadOnlySpan<NativeCall> Calls => _calls;

    /// <summary>The queue, which is that of the first call.</summary>
    public Mailbox Mailbox => _calls[0].Symbol.Mailbox;

    /// <summary>The call that stands for the batch in the queue. Guarded by the lock of the mailbox.</summary>
    public NativeCall Carrier { get; set; }

    /// <summary>How many turns of keys have not come. Guarded by the lock of the mailbox.</summary>
    public int MissingTurns { get; set; }

    /// <summary>The keys of the calls, each once.</summary>
    public List<long> Keys => [.. _keys.OfType<long>().Distinct()];

    /// <summary>Whether a call of the batch has a key.</summary>
    public bool HasKeys => Array.Exists(_keys, static key => key is not null);

    /// <summary>Whether the batch has the turn of a line. Guarded by the lock of the mailbox.</summary>
    public bool Holds(KeyLine line) => Array.Exists(_calls, call => call.Line == line);

    /// <summary>The call that is running, with its ticket; null for none.</summary>
    public RunningCall? Running
    {
        get
        {
            foreach (NativeCall call in _calls)
            {
                if (call.RunningTicket is not 0 and long ticket)
                {
                    return new RunningCall(call, ticket);
                }
            }

            return null;
        }
    }

    /// <summary>Hands the calls in as one; they are taken over, whatever happens.</summary>
    /// <exception cref="ArgumentException">They cannot run on one worker.</exception>
    /// <exception cref="InvalidOperationException">One of them was handed in before.</exception>
    /// <exception cref="NotSupportedException">One of them is declared for synchronous calls only.</exception>
    public static Task<NativeReply[]> Post(LibraryEntry library, ReadOnlySpan<NativeCall> calls)
    {
        if (calls.IsEmpty)
        {
            return Task.FromResult<NativeReply[]>([]);
        }

        NativeCall[] all = calls.ToArray();
        int prepared = 0;
        try
        {
            while (Array.Exists(all, static call => call.TryFollow()))
            {
                // Until all are where the first one is; the library may just be taking another's place.
            }

            Array.ForEach(all, call => BatchRules.Check(library, all[0], call));
            CallBatch batch = new(all);
            for (; prepared < all.Length; prepared++)
            {
                all[prepared].Prepare(batch, all.Length > 1 ? batch : null);
            }

            batch.Enter();
            HandlerWait.Watch(batch);
            return batch._all.Task;
        }
        catch when (prepared < all.Length)
        {
            Array.ForEach(all[..prepared], static call => call.Retract());
            Array.ForEach(all, static call => call.Dispose());
            throw;
        }
    }

    /// <summary>Answers a call that has not begun; the others stay.</summary>
    /// <returns>False where it has begun, or was answered.</returns>
    public bool TryWithdraw(NativeCall call, Exception reason)
    {
        bool isWithdrawn = call.TryWithdraw(reason);
        if (isWithdrawn)
        {
            ForgetIfAnswered();
        }

        return isWithdrawn;
    }

    /// <summary>Takes the batch out of the queue if all of its calls have been answered.</summary>
    public void ForgetIfAnswered()
    {
        if (Volatile.Read(ref _missing) == 0)
        {
            Mailbox.Forget(this);
        }
    }

    /// <summary>Answers all calls that have not begun.</summary>
    public void WithdrawRest(Exception reason) => Array.ForEach(_calls, call => call.TryWithdraw(reason));

    /// <summary>The same, because one of them was given up with its worker.</summary>
    public void SkipRest(NativeCall lost, Exception reason)
    {
        foreach (NativeCall call in _calls)
        {
            call.TryWithdraw(new CallSkippedException(call.LibraryName, call.SymbolName, lost.SymbolName, reason));
        }
    }

    /// <summary>The key that a call brings into the batch; null where it has none, or one before it has the same.</summary>
    public long? NewKeyOf(int index) => _keys[index] is { } key && Array.IndexOf(_keys, key, 0, index) < 0 ? key : null;

    /// <inheritdoc/>
    public override void Deliver(NativeCall call)
    {
        call.ForgetCancellation();
        _replies[Array.IndexOf(_calls, call)] = call.Reply;
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _all.SetResult(_replies);
        }
    }

    private void Enter()
    {
        _calls[0].Followers = _calls.Length > 1 ? _calls[1..] : null;
        Array.ForEach(_calls, static call => call.Enlist());
        if (Volatile.Read(ref _missing) == 0)
        {
            return;
        }

        if (HasKeys)
        {
            Mailbox.PostUnderLock(_calls[0]);
        }
        else
        {
            Mailbox.Post(_calls[0]);
        }
    }
}
