namespace ActorFfi;

/// <summary>Watches a nonblocking call whose reply the handler of a callback waits for, and refuses it where it could only begin after the handler has returned.</summary>
/// <remarks>
/// Whoever posts a call need not wait for it, hence nothing is refused when it is posted. It is once its poster has been blocked for a while,
/// and everything that could run the call waits for that poster. Threads: the timer alone, but for the list of all.
/// </remarks>
internal sealed class HandlerWait
{
    private const int TicksUntilBlocked = 3;

    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(100);
    private static readonly Lock _gate = new();
    private static readonly List<HandlerWait> _all = []; // Guarded by _gate.

    private readonly NativeCall _call;
    private readonly long _use;
    private readonly CallBatch? _batch;
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly NativeCallScope _scope;
    private readonly NativeFunction _function;
    private readonly List<BlockedWorker> _workers;
    private readonly CallRefusedException? _ofThread;
    private readonly ITimer _timer;
    private volatile int _blockedTicks;

    private HandlerWait(NativeCall call, CallBatch? batch, NativeCallScope scope)
    {
        _call = call;
        _use = call.Use;
        _batch = batch;
        _scope = scope;
        _function = scope.Function!;
        _workers = CallHoldings.Workers(scope);
        _ofThread = CallHoldings.HolderOfThread(call.Symbol) is { } holder ? CallRefusedException.ForThread(call.LibraryName, call.SymbolName, holder) : null;
        lock (_gate)
        {
            _all.Add(this);
        }

        _timer = call.Symbol.Library.Time.CreateTimer(static wait => ((HandlerWait)wait!).Look(), this, _tick, _tick);
    }

    /// <summary>Watches a call from now on, if this code is the handler of a callback that a call waits for.</summary>
    public static void Watch(NativeCall call, CallBatch? batch = null)
    {
        if (call.State == CallState.Queued && CallHoldings.InnermostCall() is { } scope)
        {
            _ = new HandlerWait(call, batch, scope);
        }
    }

    private void Look()
    {
        if (_call.Use != _use || _call.State != CallState.Queued || _scope.Function != _function)
        {
            End();
            return;
        }

        _blockedTicks = _thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) ? _blockedTicks + 1 : 0;
        if (_blockedTicks >= TicksUntilBlocked && Refusal() is { } refusal)
        {
            End();
            Refuse(refusal);
        }
    }

    private CallRefusedException? Refusal() => _ofThread ?? OfPlaceOrTurn() ?? OfWorkers();

    private CallRefusedException? OfPlaceOrTurn()
    {
        SymbolEntry symbol = _call.Symbol;
        lock (symbol.Queues.Gate)
        {
            foreach (ConcurrencyLimit limit in symbol.Limits.All)
            {
                if (!limit.HasRoom_NeedsLock && CallHoldings.HolderOf(limit, _scope) is { } holder)
                {
                    return CallRefusedException.ForPlace(_call.LibraryName, _call.SymbolName, limit.Most, holder);
                }
            }

            return _call.List is not null && _call.Line is { } line && CallHoldings.Holds(line, _scope)
                ? CallRefusedException.ForOwnTurn(_call.LibraryName, _call.SymbolName, _function.Plan.Declaration.Name)
                : null;
        }
    }

    private CallRefusedException? OfWorkers()
    {
        BlockedWorker[] blocked;
        lock (_gate)
        {
            blocked = [.. _all.Where(static wait => wait._blockedTicks >= TicksUntilBlocked).SelectMany(static wait => wait._workers).Where(static worker => worker.IsStill)];
        }

        return _call.Symbol.Mailbox.IsLeftTo([.. blocked.Select(static one => one.Worker)])
            ? CallRefusedException.ForWorker(_call.LibraryName, _call.SymbolName, Array.Find(blocked, one => one.Worker.Mailbox == _call.Symbol.Mailbox).Symbol ?? _function.Plan.Declaration.Name)
            : null;
    }

    private void Refuse(CallRefusedException refusal)
    {
        if (_batch is null)
        {
            _call.Symbol.Mailbox.TryWithdraw(_call, _use, refusal);
            return;
        }

        foreach (NativeCall call in _batch.Calls)
        {
            _batch.TryWithdraw(call, refusal);
        }
    }

    private void End()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _all.Remove(this);
        }
    }
}
