namespace ActorFfi;

/// <summary>The queues that share a lock: all of a library where something is declared for them together, otherwise one.</summary>
/// <remarks>Threads: everything but <see cref="Gate"/> is guarded by it.</remarks>
/// <param name="bounds">The bounds of all queues together; null for none.</param>
internal sealed class QueueGroup(QueueBounds? bounds = null)
{
    private readonly List<CallQueue> _queues = [];
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

    /// <summary>Adds a queue.</summary>
    public void Add(CallQueue queue) => _queues.Add(queue);

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
        while (NextWaiting() is { } queue)
        {
            if (RefusalOf(queue.FirstWaiting!) is not null)
            {
                _isBlocked = true;
                return;
            }

            queue.AdmitFirst(ref wake);
        }
    }

    // Of the calls that their own queues have room for, the oldest.
    private CallQueue? NextWaiting()
    {
        CallQueue? oldest = null;
        foreach (CallQueue queue in _queues)
        {
            if (queue.FirstWaiting is { } call && queue.OwnRefusalOf(call) is null && !(oldest?.FirstWaiting!.Order < call.Order))
            {
                oldest = queue;
            }
        }

        return oldest;
    }
}
