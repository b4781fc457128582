namespace ActorFfi;

/// <summary>Sees to it that a mailbox has as many workers as the <see cref="ScalingRule"/> says.</summary>
/// <remarks>
/// No call carries a clock for this: a timer runs while calls wait and more workers are allowed, and what stood in the queue when it was
/// set and still stands there when it rings has waited for at least as long. How long calls are, it sees from how many began meanwhile. Threads: guarded by the lock of the mailbox.
/// </remarks>
internal sealed class MailboxGrowth
{
    private ScalingRule _rule;
    private readonly CallQueue _queue;
    private readonly WorkerRoster _workers;
    private readonly Action _due;
    private readonly TimeProvider _time;
    private ITimer? _timer; // Created when it is first needed.
    private bool _isSet;
    private long _lastAtSet; // The number of the call that had come last when the timer was set.
    private long _begunAtSet;
    private long _restsAtSet;
    private long _setAt; // A timestamp of the time provider.
    private WorkerRequest? _request; // Null while no actor supervises the symbol.

    /// <param name="settings">The settings of the symbol.</param>
    /// <param name="queue">What waits.</param>
    /// <param name="workers">Who serves it.</param>
    /// <param name="due">Called without the lock when the timer rings; a <see cref="Review"/> follows.</param>
    /// <param name="time">Where timers come from.</param>
    public MailboxGrowth(SymbolSettings settings, CallQueue queue, WorkerRoster workers, Action due, TimeProvider time)
    {
        _rule = RuleOf(settings);
        _queue = queue;
        _workers = workers;
        _due = due;
        _time = time;
    }

    /// <summary>Whether a call that comes now must set the timer, or ask for a worker.</summary>
    public bool NeedsAttention => !_isSet && CanGrow;

    /// <summary>Whether there may be more workers than there are.</summary>
    public bool CanGrow => _request is not null && _workers.Count + _workers.Starting < _rule.Maximum;

    /// <summary>Connects with the actor that starts workers; whatever was asked for before is forgotten.</summary>
    public void Attach(WorkerRequest request)
    {
        _request = request;
        _workers.Starting = 0;
    }

    /// <summary>Changes the rule, and asks for the workers that are fewer than the fewest.</summary>
    /// <returns>The request to be sent outside the lock; null for none.</returns>
    public WorkerRequest? Reconfigure(SymbolSettings settings)
    {
        _rule = RuleOf(settings);
        int missing = _rule.Minimum - _workers.Count - _workers.Starting;
        if (_request is null || missing <= 0)
        {
            return null;
        }

        _workers.Starting += missing;
        _request.Add(missing);
        return _request;
    }

    private static ScalingRule RuleOf(SymbolSettings settings) => new(settings.MinimumWorkers, settings.MaximumWorkers, settings.GrowAfter, settings.IdleTimeout);

    /// <summary>Asks nobody any more.</summary>
    public void Detach() => _request = null;

    /// <summary>Asks for workers if the rule says so, and sets the timer if calls go on waiting.</summary>
    /// <param name="hasRoom">Whether a further worker could run a call, as far as limits go.</param>
    /// <param name="isDue">Whether the timer has rung.</param>
    /// <returns>The request to be sent outside the lock; null for none.</returns>
    public WorkerRequest? Review(bool hasRoom, bool isDue)
    {
        bool isOverdue = isDue && _queue.FirstReady?.Order <= _lastAtSet;
        TimeSpan callLength = isDue ? CallLengthSinceSet() : TimeSpan.Zero;
        _isSet &= !isDue;
        if (!CanGrow || _queue.Ready == 0)
        {
            return null;
        }

        int more = hasRoom || _workers.Count + _workers.Starting == 0 ? _rule.Decide(StateNow(isOverdue, callLength)) : 0;
        if (more > 0)
        {
            _workers.Starting += more;
            _request!.Add(more);
        }

        SetTimer();
        return more > 0 ? _request : null;
    }

    /// <summary>Whether a worker that has rested for so long is one too many.</summary>
    public bool IsTooMany(TimeSpan restedFor) => _rule.Decide(StateNow(false, TimeSpan.Zero) with { RestedFor = restedFor }) < 0;

    private TimeSpan CallLengthSinceSet() =>
        _workers.Rests == _restsAtSet ? _time.GetElapsedTime(_setAt) * _workers.Running / Math.Max(1, _workers.Begun - _begunAtSet) : TimeSpan.Zero;

    private ScalingState StateNow(bool isOverdue, TimeSpan callLength) =>
        new(_queue.Ready, isOverdue ? _rule.GrowAfter : TimeSpan.Zero, callLength, _workers.Count, _workers.Starting, _workers.Coming, TimeSpan.Zero);

    private void SetTimer()
    {
        if (_isSet || !CanGrow || _queue.Ready <= _workers.Coming)
        {
            return;
        }

        _isSet = true;
        _lastAtSet = _queue.LastOrder;
        _begunAtSet = _workers.Begun;
        _restsAtSet = _workers.Rests;
        _setAt = _time.GetTimestamp();
        _timer ??= _time.CreateTimer(static growth => ((MailboxGrowth)growth!)._due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_rule.GrowAfter, Timeout.InfiniteTimeSpan);
    }
}
