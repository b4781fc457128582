using System.Diagnostics;

namespace ActorFfi;

/// <summary>How many calls may run at once, through both doors, over one symbol or over all symbols of a library.</summary>
/// <remarks>
/// Threads: fields are guarded by the lock that the mailboxes under the limit share.
/// A place that becomes free is handed on, in turn, to the mailboxes and to synchronous callers, so that nobody starves.
/// </remarks>
internal sealed class ConcurrencyLimit(int limit)
{
    private readonly List<Mailbox> _mailboxes = [];
    private readonly Queue<SynchronousTurn> _callers = new();
    private int _running;
    private int _nextMailbox;
    private bool _callerIsNext;

    /// <summary>How many calls may run at once.</summary>
    public int Most => limit;

    /// <summary>Whether a call may begin.</summary>
    public bool HasRoom_NeedsLock => _running < limit;

    /// <summary>Puts a mailbox under the limit.</summary>
    public void Add_NeedsLock(Mailbox mailbox) => _mailboxes.Add(mailbox);

    /// <summary>Changes how many calls may run at once, and hands free places on; where there are fewer now, none is free until enough calls have ended.</summary>
    public void Resize_NeedsLock(int most, ref WakeList wake)
    {
        limit = most;
        while (HandOn_NeedsLock(null) is { } next)
        {
            wake.Add(next);
        }
    }

    /// <summary>Takes a place that is free.</summary>
    public void Enter_NeedsLock() => _running++;

    /// <summary>Takes a place for a synchronous call, or lines up for one.</summary>
    /// <returns>Null where the place was taken; otherwise a turn to wait for, which holds the place when it comes.</returns>
    /// <remarks>Callers line up only while there is no room, since free places are handed on at once: whoever finds room overtakes nobody.</remarks>
    public SynchronousTurn? EnterOrLineUp_NeedsLock()
    {
        if (_running < limit)
        {
            _running++;
            return null;
        }

        SynchronousTurn turn = new();
        _callers.Enqueue(turn);
        return turn;
    }

    /// <summary>Takes a turn back that has not come.</summary>
    /// <returns>False where it has.</returns>
    public bool TryWithdraw_NeedsLock(SynchronousTurn turn)
    {
        bool found = false;
        for (int left = _callers.Count; left > 0; left--)
        {
            SynchronousTurn next = _callers.Dequeue();
            found |= next == turn;
            if (next != turn)
            {
                _callers.Enqueue(next);
            }
        }

        return found;
    }

    /// <summary>Gives a place back; <see cref="HandOn_NeedsLock"/> follows.</summary>
    public void Leave_NeedsLock()
    {
        Debug.Assert(_running > 0, "A place is given back by who took it.");
        _running--;
    }

    /// <summary>Hands a free place on, and says whom to wake outside the lock.</summary>
    /// <param name="arriving">A worker that comes for a call and needs no waking; null where there is none.</param>
    public IWakeable? HandOn_NeedsLock(CallWorker? arriving)
    {
        if (_running >= limit)
        {
            return null;
        }

        _callerIsNext = !_callerIsNext;
        IWakeable? next = _callerIsNext
            ? (IWakeable?)NextCaller() ?? NextWorker(arriving)
            : (IWakeable?)NextWorker(arriving) ?? NextCaller();
        return next == arriving ? null : next;
    }

    private SynchronousTurn? NextCaller()
    {
        if (!_callers.TryDequeue(out SynchronousTurn? turn))
        {
            return null;
        }

        _running++;
        return turn;
    }

    private CallWorker? NextWorker(CallWorker? arriving)
    {
        for (int i = 0; i < _mailboxes.Count; i++)
        {
            int index = (_nextMailbox + i) % _mailboxes.Count;
            if (_mailboxes[index].HandOver_NeedsLock(arriving) is { } worker)
            {
                _nextMailbox = (index + 1) % _mailboxes.Count;
                return worker;
            }
        }

        return null;
    }
}
