namespace ActorFfi;

/// <summary>Watches a nonblocking call whose reply the handler of a callback waits for, and refuses it where it could only begin after the handler has returned.</summary>
/// <remarks>
/// Whoever posts a call need not wait for it, hence nothing is refused when it is posted. It is once its poster has been blocked for a while,
/// and everything that could run the call waits for that poster; for longer where the reply goes elsewhere than to the poster, who then may
/// wait for something else, and where the poster runs for a thread of native code's own, whom calls only presumably wait for. A call that runs is watched on, because its own callbacks may wait for the poster. Threads: the timer alone, but for the list of all. The call may be answered,
/// reused, disposed and moved to another queue while the timer looks at it: what is decided is about where it was, and counts there alone.
/// </remarks>
internal sealed class HandlerWait
{
    private const int TicksUntilBlocked = 3;
    private const int TicksUntilBlockedElsewhere = 10;

    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(100);
    private static readonly Lock _gate = new();
    private static readonly HashSet<HandlerWait> _all = []; // Guarded by _gate.

    private readonly NativeCall _call;
    private readonly long _use;
    private readonly CallBatch? _batch;
    private readonly int _patience;
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly NativeCallScope? _scope;
    private readonly NativeFunction? _function;
    private readonly GivenCalls? _given;
    private readonly List<BlockedWorker> _workers;
    private readonly ITimer _timer;
    private volatile int _blockedTicks;

    private HandlerWait(NativeCall call, SymbolEntry symbol, NativeCallScope? scope, GivenCalls? given, int patience, CallBatch? batch = null)
    {
        _call = call;
        _use = call.Use;
        _batch = batch;
        _patience = scope is null ? TicksUntilBlockedElsewhere : patience;
        _scope = scope;
        _function = scope?.Function;
        _given = given;
        _workers = scope is null ? given!.Workers : CallHoldings.Workers(scope);
        lock (_gate)
        {
            _all.Add(this);
        }

        _timer = symbol.Library.Time.CreateTimer(static wait => ((HandlerWait)wait!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_tick, _tick); // Not sooner: a look ends the timer, hence it must be known.
    }

    /// <summary>Watches a call whose promise is awaited here, if this code is the handler of a callback that a call waits for.</summary>
    public static void Watch(NativeCall call)
    {
        if (IsPending(call) && call.Callee is { } symbol)
        {
            Watch(call, symbol, TicksUntilBlocked);
        }
    }

    /// <summary>The same for calls that were posted together.</summary>
    public static void Watch(CallBatch batch)
    {
        if (FirstOf(batch) is { Callee: { } symbol } first)
        {
            Watch(first, symbol, TicksUntilBlocked, batch);
        }
    }

    /// <summary>The same for a call that is constructed or posted here, and whose reply goes to a channel or an actor.</summary>
    public static void WatchElsewhere(NativeCall call)
    {
        if (call.Callee is { } symbol)
        {
            Watch(call, symbol, TicksUntilBlockedElsewhere);
        }
    }

    private static void Watch(NativeCall call, SymbolEntry symbol, int patience, CallBatch? batch = null)
    {
        NativeCallScope? scope = CallHoldings.InnermostCall();
        GivenCalls? given = GivenCalls.OfThisHandler();
        if (scope is not null || given is not null)
        {
            _ = new HandlerWait(call, symbol, scope, given, patience, batch);
        }
    }

    private void Look()
    {
        if (Pending is not { Callee: { } symbol } pending || !IsWaitedFor || !_workers.TrueForAll(static worker => worker.IsStill))
        {
            End();
            return;
        }

        _blockedTicks = _thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) ? _blockedTicks + 1 : 0;
        if (_blockedTicks >= _patience && pending.State == CallState.Queued && Refusal(symbol, pending) is { } refusal)
        {
            End();
            Refuse(symbol, refusal);
        }
    }

    private bool IsBlocked => _blockedTicks >= (_scope is null ? TicksUntilBlockedElsewhere : TicksUntilBlocked);

    private bool IsWaitedFor => _scope is null ? _given!.AnyRuns : _scope.Function == _function;

    // A call that became one of a batch is watched as such.
    private NativeCall? Pending => _batch is not null ? FirstOf(_batch)
        : _call.Use == _use && _call.Batch is null && IsPending(_call) ? _call
        : null;

    private static NativeCall? FirstOf(CallBatch batch)
    {
        foreach (NativeCall call in batch.Calls)
        {
            if (IsPending(call))
            {
                return call;
            }
        }

        return null;
    }

    private static bool IsPending(NativeCall call) => call.State is CallState.New or CallState.Queued or CallState.Running;

    private CallRefusedException? Refusal(SymbolEntry symbol, NativeCall pending) => OfThread(symbol) ?? OfPlaceOrTurn(symbol, pending) ?? OfWorkers(symbol);

    private CallRefusedException? OfThread(SymbolEntry symbol) => Holder(call => CallHoldings.HolderOfThread(symbol, call)) is { } holder
        ? CallRefusedException.ForThread(symbol.LibraryName, symbol.Name, holder)
        : null;

    // Of the calls that surely wait for the handler, or of those that presumably do.
    private string? Holder(Func<NativeCallScope, string?> holderOf) =>
        (_scope is null ? null : holderOf(_scope)) ?? (_blockedTicks >= TicksUntilBlockedElsewhere ? _given?.Holder(holderOf) : null);

    private CallRefusedException? OfPlaceOrTurn(SymbolEntry symbol, NativeCall pending)
    {
        lock (symbol.Queues.Gate)
        {
            foreach (ConcurrencyLimit limit in symbol.Limits.All)
            {
                if (!limit.HasRoom_NeedsLock && Holder(call => CallHoldings.HolderOf(limit, call)) is { } holder)
                {
                    return CallRefusedException.ForPlace(symbol.LibraryName, symbol.Name, limit.Most, holder);
                }
            }

            return pending.List is not null && pending.Line is { } line && Holder(call => CallHoldings.HolderOf(line, call)) is { } first
                ? CallRefusedException.ForOwnTurn(symbol.LibraryName, symbol.Name, first)
                : null;
        }
    }

    private CallRefusedException? OfWorkers(SymbolEntry symbol)
    {
        BlockedWorker[] blocked;
        lock (_gate)
        {
            blocked = [.. _all.Where(static wait => wait.IsBlocked).SelectMany(static wait => wait._workers).Where(static worker => worker.IsStill)];
        }

        return symbol.Mailbox.IsLeftTo([.. blocked.Select(static one => one.Worker)])
            ? CallRefusedException.ForWorker(symbol.LibraryName, symbol.Name, Array.Find(blocked, one => one.Worker.Mailbox == symbol.Mailbox).Symbol ?? symbol.Name)
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
