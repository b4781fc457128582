namespace ActorFfi;

/// <summary>Watches a nonblocking call whose reply the handler of a callback waits for, and refuses it where it could only begin after the handler has returned.</summary>
/// <remarks>
/// Whoever posts a call need not wait for it, hence nothing is refused when it is posted. It is once its poster has been blocked for a while,
/// and everything that could run the call waits for that poster. Threads: the timer alone, but for the list of all. The call may be answered,
/// reused, disposed and moved to another queue while the timer looks at it: what is decided is about where it was, and counts there alone.
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

    private HandlerWait(NativeCall call, SymbolEntry symbol, CallBatch? batch, NativeCallScope scope)
    {
        _call = call;
        _use = call.Use;
        _batch = batch;
        _scope = scope;
        _function = scope.Function!;
        _workers = CallHoldings.Workers(scope);
        _ofThread = CallHoldings.HolderOfThread(symbol) is { } holder ? CallRefusedException.ForThread(symbol.LibraryName, symbol.Name, holder) : null;
        lock (_gate)
        {
            _all.Add(this);
        }

        _timer = symbol.Library.Time.CreateTimer(static wait => ((HandlerWait)wait!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_tick, _tick); // Not sooner: a look ends the timer, hence it must be known.
    }

    /// <summary>Watches a call from now on, if this code is the handler of a callback that a call waits for.</summary>
    public static void Watch(NativeCall call, CallBatch? batch = null)
    {
        if (call is { State: CallState.Queued, Callee: { } symbol } && CallHoldings.InnermostCall() is { } scope)
        {
            _ = new HandlerWait(call, symbol, batch, scope);
        }
    }

    private void Look()
    {
        if (_call.Callee is not { } symbol || _call.Use != _use || _call.State != CallState.Queued || _scope.Function != _function)
        {
            End();
            return;
        }

        _blockedTicks = _thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) ? _blockedTicks + 1 : 0;
        if (_blockedTicks >= TicksUntilBlocked && Refusal(symbol) is { } refusal)
        {
            End();
            Refuse(symbol, refusal);
        }
    }

    private CallRefusedException? Refusal(SymbolEntry symbol) => _ofThread ?? OfPlaceOrTurn(symbol) ?? OfWorkers(symbol);

    private CallRefusedException? OfPlaceOrTurn(SymbolEntry symbol)
    {
        lock (symbol.Queues.Gate)
        {
            foreach (ConcurrencyLimit limit in symbol.Limits.All)
            {
                if (!limit.HasRoom_NeedsLock && CallHoldings.HolderOf(limit, _scope) is { } holder)
                {
                    return CallRefusedException.ForPlace(symbol.LibraryName, symbol.Name, limit.Most, holder);
                }
            }

            return _call.List is not null && _call.Line is { } line && CallHoldings.Holds(line, _scope)
                ? CallRefusedException.ForOwnTurn(symbol.LibraryName, symbol.Name, _function.Plan.Declaration.Name)
                : null;
        }
    }

    private CallRefusedException? OfWorkers(SymbolEntry symbol)
    {
        BlockedWorker[] blocked;
        lock (_gate)
        {
            blocked = [.. _all.Where(static wait => wait._blockedTicks >= TicksUntilBlocked).SelectMany(static wait => wait._workers).Where(static worker => worker.IsStill)];
        }

        return symbol.Mailbox.IsLeftTo([.. blocked.Select(static one => one.Worker)])
            ? CallRefusedException.ForWorker(symbol.LibraryName, symbol.Name, Array.Find(blocked, one => one.Worker.Mailbox == symbol.Mailbox).Symbol ?? _function.Plan.Declaration.Name)
            : null;
    }

    private void Refuse(SymbolEntry symbol, CallRefusedException refusal)
    {
        if (_batch is null)
        {
            symbol.Mailbox.TryWithdraw(_call, _use, refusal);
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
