namespace ActorFfi;

/// <summary>What the parent knows of a call that a lane has: nothing of this is where a guest could write.</summary>
/// <remarks>Threads: written by the submitter before the call is visible, and then belongs to whoever takes the reply.</remarks>
internal sealed class PendingCall
{
    private readonly List<StagedMemory> _staged = [];
    private bool _isSynchronous;
    private bool _hasCallbacks;

    /// <summary>The function; null where nothing is pending.</summary>
    public GuestFunction? Function { get; private set; }

    /// <summary>The arguments.</summary>
    public CallArguments? Arguments { get; private set; }

    /// <summary>What the submitter gave along.</summary>
    public object? State { get; private set; }

    /// <summary>Whether a thread waits at the lane for the reply; read by who takes replies, before it knows that the call is there.</summary>
    public bool IsSynchronous
    {
        get => Volatile.Read(ref _isSynchronous);
        private set => _isSynchronous = value;
    }

    /// <summary>Where the frame lies.</summary>
    public nint Frame { get; set; }

    /// <summary>Where the free room of the slot starts.</summary>
    public int Room { get; set; }

    /// <summary>What callbacks out of the call belong to; null as long as there was none.</summary>
    public NativeCallScope? Scope { get; set; }

    /// <summary>Which callback out of a synchronous call was seen last.</summary>
    public long SeenCallback { get; set; }

    /// <summary>The copies that the guest works on.</summary>
    public IReadOnlyList<StagedMemory> Staged => _staged;

    /// <summary>Begins a call.</summary>
    public void Begin(GuestFunction function, CallArguments arguments, object? state, bool isSynchronous)
    {
        Function = function;
        Arguments = arguments;
        State = state;
        IsSynchronous = isSynchronous;
    }

    /// <summary>Notes a copy.</summary>
    public void Stage(in StagedMemory memory) => _staged.Add(memory);

    /// <summary>Notes that the guest gets the callbacks of the call.</summary>
    public void LetCallbacksInto(GuestProcess guest)
    {
        if (Arguments!.Callbacks is { } callbacks)
        {
            Scope = NativeCallScope.ForGuest(Function!.Native, IsSynchronous ? NativeCallScope.Innermost : null, State);
            callbacks.LetInto(guest, Scope);
            _hasCallbacks = true;
        }
    }

    /// <summary>Notes that native code has returned, or never will, and gives what a callback threw meanwhile; null for nothing.</summary>
    public Exception? LeaveCallbacks()
    {
        if (_hasCallbacks)
        {
            _hasCallbacks = false;
            Arguments!.Callbacks?.Detach(Scope!);
        }

        return Scope?.TakeFailure();
    }

    /// <summary>Ends the call and gives the copies back.</summary>
    public void End(Arena arena)
    {
        LeaveCallbacks();
        Function = null;
        Arguments = null;
        State = null;
        Scope = null;
        if (_staged.Count > 0)
        {
            foreach (StagedMemory staged in _staged)
            {
                if (staged.Piece is { } piece)
                {
                    arena.Return(piece);
                }
            }

            _staged.Clear();
        }
    }
}
