namespace ActorFfi;

/// <summary>The queues that share a lock: all of a library where something is declared for them together, otherwise one.</summary>
/// <remarks>Threads: everything but <see cref="Gate"/> is guarded by it.</remarks>
/// <param name="bounds">The bounds of all queues together; null for none.</param>
internal sealed class QueueGroup(QueueBounds? bounds = null)
{
    private const long Reserve = 1L << 32; // More calls than a queue takes that is about to be closed.

    private readonly List<CallQueue> _queues = [];
    private readonly WaitingKeys _waitingKeys = new();
    private int _waiting; // How many calls wait for room.
    private bool _hasKeys; // Whether calls of a queue have keys.
    private long _last;
    private bool _isBlocked; // The call that has waited longest does not fit yet: no later one overtakes it.

    /// <summary>The lock.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The calls by key.</summary>
    public KeyLines Keys { get; } = new();

    /// <summary>The bounds of all queues together; null for none.</summary>
    public QueueBounds? Bounds => bounds;

    /// <summary>The number of the next call.</summary>
    public long NextOrder() => ++_last;

    /// <summary>The number of the last call.</summary>
    public long LastOrder => _last;

    /// <summary>The queues.</summary>
    public IReadOnlyList<CallQueue> Queues => _queues;

    /// <summary>Lets the numbers of calls that come now be higher than those of queues whose place these have taken.</summary>
    /// <param name="last">The number of the last call that was accepted there.</param>
    public void CountFrom(long last) => _last = Math.Max(_last, last + Reserve);

    /// <summary>Whether a waiting call of one queue may hold up those of others.</summary>
    public bool IsBound => bounds is not null || _hasKeys;

    /// <summary>Adds a queue.</summary>
    public void Add(CallQueue queue)
    {
        _queues.Add(queue);
        _hasKeys |= queue.HasKeys;
    }

    /// <summary>Whether a call would overtake one with the same key that waits for room in another queue.</summary>
    public bool MustWait(NativeCall call) => _hasKeys && !_waitingKeys.MayEnter(call);

    /// <summary>Notes a call that waits for room.</summary>
    public void NoteWaiting(NativeCall call)
    {
        _waiting++;
        if (_hasKeys)
        {
            _waitingKeys.Add(call);
        }
    }

    /// <summary>Notes that a call waits no longer.</summary>
    public void ForgetWaiting(NativeCall call)
    {
        _waiting--;
        if (_hasKeys)
        {
            _waitingKeys.Remove(call);
        }
    }

    /// <summary>Why a call does not fit, as far as the bounds of the group go; null where it does.</summary>
    public CallRefusal? RefusalOf(NativeCall call)
    {
        if (bounds is null)
        {
            return null;
        }

        return bounds.LacksBytes(call.Bytes) ? CallRefusal.LibraryBytesFull : _isBlocked || bounds.IsFull ? CallRefusal.LibraryFull : null;
    }

    /// <summary>Lets waiting calls in, the one that has waited longest first.</summary>
    public void Admit(ref WakeList wake)
    {
        _isBlocked = false;
        while (_waiting > 0 && NextWaiting() is { } queue)
        {
            if (RefusalOf(queue.FirstWaiting!) is not null)
            {
                _isBlocked = true;
                return;
            }

            queue.AdmitFirst(ref wake);
        }
    }

    /// <summary>The queue whose call has waited longest for room, whatever bounds say; null where none waits.</summary>
    public CallQueue? OldestWaiting() => _queues.Where(static queue => queue.FirstWaiting is not null).MinBy(static queue => queue.FirstWaiting!.Order);

    // Of the calls that their own queues have room for, and that overtake none with the same key, the oldest.
    private CallQueue? NextWaiting()
    {
        CallQueue? oldest = null;
        foreach (CallQueue queue in _queues)
        {
            if (queue.FirstWaiting is { } call && queue.OwnRefusalOf(call) is null && !(oldest?.FirstWaiting!.Order < call.Order) && !MustWait(call))
            {
                oldest = queue;
            }
        }

        return oldest;
    }
}
