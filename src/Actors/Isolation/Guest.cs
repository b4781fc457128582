namespace ActorFfi;

/// <summary>One guest of a library as the runtime has it: its process, its functions, its lanes, and why it was ended.</summary>
/// <remarks>Threads: what is said to be the pool's is guarded by the pool's lock; the process is set before anybody else has the guest.</remarks>
internal sealed class Guest : IGuestOwner
{
    private readonly LibraryEntry _library;
    private readonly Action<GuestExit> _died;
    private readonly Stack<GuestLane> _free = new(); // The pool's.
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private GuestFunction?[] _functions = [];
    private GuestProcess? _process;
    private readonly List<GuestCulprit> _culprits = []; // Guarded by _gate.
    private SymbolEntry?[] _occupants = []; // The pool's: whose calls have the lanes.
    private volatile bool _isReported; // Whether a crash report tells of its death.
    private long _calls;
    private DateTimeOffset _readySince; // Set before anybody else has the guest.

    /// <param name="library">The library.</param>
    /// <param name="number">Which start of the library this is.</param>
    /// <param name="died">Called when the guest is dead, on any thread; returns at once.</param>
    public Guest(LibraryEntry library, int number, Action<GuestExit> died)
    {
        _library = library;
        _died = died;
        Number = number;
    }

    /// <summary>Which start of the library this is.</summary>
    public int Number { get; }

    /// <summary>The process; of a guest that was started.</summary>
    public GuestProcess Process => _process!;

    /// <summary>How the guest ended; null while it lives.</summary>
    public GuestExit? Exit { get; private set; }

    /// <summary>Whether it takes no new calls; the pool's.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>How many lanes somebody has; the pool's.</summary>
    public int Busy { get; private set; }

    /// <summary>Whether a lane is free; the pool's.</summary>
    public bool HasLane => _free.Count > 0;

    /// <summary>Whether exactly one call was running when the guest died; the pool's until then.</summary>
    public bool DiedInOneCall { get; private set; }

    /// <summary>How many calls were given to the guest.</summary>
    public long Calls => Volatile.Read(ref _calls);

    /// <summary>When the guest began to serve, as a timestamp of the library's clock; 0 before.</summary>
    public long ServesSince { get; set; }

    /// <summary>Completes when the guest takes no new calls and has none.</summary>
    public Task Drained => _drained.Task;

    /// <summary>What is declared for the death, which has happened, by the symbols whose calls had lanes; the gravest counts.</summary>
    public FailureDirective DirectiveAtDeath { get; private set; }

    /// <summary>Starts the process, loads the library and runs <c>OnStart</c>.</summary>
    /// <exception cref="LibraryStartException">A call of <c>OnStart</c> failed, or the guest died in it.</exception>
    public async Task<Guest> StartAsync(Arena arena, CancellationToken cancellationToken)
    {
        GuestProcess process = await GuestProcess.StartAsync(GuestStarts.Of(_library, Number, arena), this, cancellationToken).ConfigureAwait(false);
        _process = process;
        _functions = [.. _library.SymbolsInOrder.Select(symbol => symbol.IsVariable ? null : process.Function(symbol.Name))];
        try
        {
            cancellationToken.ThrowIfCancellationRequested(); // Whoever gave it up before there was a process to kill.
            await LibraryThread.RunAsync(_library, () => RunLifecycle(_library.Definition.OnStart)).ConfigureAwait(false);
        }
        catch
        {
            process.Kill("its start failed");
            throw;
        }

        _readySince = _library.Time.GetUtcNow();
        _occupants = new SymbolEntry?[process.Lanes.Count];
        foreach (GuestLane lane in process.Lanes.Reverse())
        {
            _free.Push(lane);
        }

        return this;
    }

    /// <summary>The function of a symbol in this guest; null where the library lacks an optional one.</summary>
    public GuestFunction? FunctionOf(SymbolEntry symbol) =>
        symbol.IsForeign ? Process.FunctionOf(symbol.Function!) : _functions[symbol.Index];

    /// <summary>Whether the library has a symbol, in the version that this guest has loaded.</summary>
    public bool Has(SymbolEntry symbol) => symbol.IsVariable ? Process.Variable(symbol.Name) is not null : _functions[symbol.Index] is not null;

    /// <summary>Takes a free lane; the pool's lock is held.</summary>
    public GuestLane TakeLane_NeedsLock(SymbolEntry symbol)
    {
        Busy++;
        GuestLane lane = _free.Pop();
        _occupants[lane.Index] = symbol;
        return lane;
    }

    /// <summary>Takes a lane back; the pool's lock is held.</summary>
    public void ReturnLane_NeedsLock(GuestLane lane)
    {
        Busy--;
        _occupants[lane.Index] = null;
        _free.Push(lane);
        CompleteIfDrained_NeedsLock();
    }

    /// <summary>Lets the guest take no new calls; the pool's lock is held.</summary>
    public void Leave_NeedsLock()
    {
        IsLeaving = true;
        CompleteIfDrained_NeedsLock();
    }

    /// <summary>Notes how the guest ended; the pool's lock is held.</summary>
    public void NoteDeath_NeedsLock(GuestExit exit)
    {
        Exit = exit;
        DiedInOneCall = Busy == 1;
        DirectiveAtDeath = _occupants
            .OfType<SymbolEntry>()
            .Select(symbol => DirectiveOf(symbol, KindOfDeath))
            .Append(FailureDirective.RestartWorker)
            .Max(); // They are listed by their gravity.
        Leave_NeedsLock();
    }

    // A worker that a late call stops is there again when it is needed, and so is its guest; only a crash stops the library.
    private static FailureDirective DirectiveOf(SymbolEntry symbol, FailureKind kind) =>
        symbol.Settings.Directives.Of(kind) is var directive && kind == FailureKind.Timeout && directive == FailureDirective.Stop ? FailureDirective.RestartWorker : directive;

    /// <summary>Whether the guest was ended because a call took too long, or died by itself.</summary>
    public FailureKind KindOfDeath
    {
        get
        {
            lock (_gate)
            {
                return _culprits.Exists(static culprit => culprit.Failure is CallTimeoutException) ? FailureKind.Timeout : FailureKind.Crash;
            }
        }
    }

    /// <summary>The guest for those who want to look.</summary>
    public GuestInfo Describe(GuestState state, int busy) => new(Process.Pid, Number, state, busy, Calls, Process.ResidentBytes(), _readySince);

    /// <summary>Adds the crash report of a call that ran when the guest died.</summary>
    public void Report(CrashReport crash)
    {
        _isReported = true;
        _library.Crashes.Add(crash);
    }

    /// <summary>Counts a call.</summary>
    /// <returns>How many it are.</returns>
    public long CountCall() => Interlocked.Increment(ref _calls);

    /// <summary>Ends the guest because of one of its calls, which fails with a reason of its own.</summary>
    public void KillFor(object holder, Exception failure, string reason)
    {
        lock (_gate)
        {
            _culprits.Add(new GuestCulprit(holder, failure));
        }

        Process.Kill(reason);
    }

    /// <summary>The failure of a call that the guest was ended for; null for any other.</summary>
    public Exception? FailureOf(object holder)
    {
        lock (_gate)
        {
            return _culprits.Find(culprit => culprit.Holder.Equals(holder))?.Failure;
        }
    }

    /// <summary>Whether the guest died of the call on a lane: that thread was hit by the signal, or nothing else ran.</summary>
    public bool DiedOf(GuestLane lane) =>
        Exit is { KillReason: null } or { BrokeRule: true } && (Exit.Culprit is { } culprit ? culprit == lane : DiedInOneCall);

    /// <summary>Waits until the start, which was given up, is over; ends the guest where its <c>OnStart</c> does not return.</summary>
    public async Task EndStartAsync(Task start)
    {
        if (!await EndPatience.CompletesAsync(_library, start).ConfigureAwait(false))
        {
            _process?.Kill("it was to end and its 'OnStart' did not return in time");
            await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends the guest in order: its calls are finished, <c>OnStop</c> is run; never fails.</summary>
    public async Task EndAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        await Drained.WaitAsync(_library.Definition.StopTimeout, _library.EndOfPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Drained.IsCompleted)
        {
            process.Kill("it was to end and did not finish its calls in time");
        }
        else if (!process.HasEnded)
        {
            await RunOnStopAsync(process).ConfigureAwait(false);
            process.Generation.Loans.Close(); // Before the process goes, whose death would tear what it has.
        }

        await process.StopAsync(EndPatience.Of(_library)).ConfigureAwait(false);
        await Drained.WaitAsync(EndPatience.AfterDeath).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What it had not begun has gone to others, the rest has failed.
        if (!Drained.IsCompleted)
        {
            RuntimeLog.EndOverran(_library.Logger, _library.Name, $"the handler of a callback has not returned in a synchronous call of guest {process.Pid}, which has ended; the call fails when it has");
        }
    }

    /// <inheritdoc/>
    public void Completed(in GuestReply reply) => ((GuestWorker)reply.State!).OnReply(reply);

    /// <inheritdoc/>
    public void Died(GuestProcess guest, GuestExit exit)
    {
        _library.Guests!.NoteDeath(this, exit);
        _died(exit);
    }

    /// <inheritdoc/>
    public void Wrote(GuestProcess guest, GuestOutputLine line)
    {
        if (line.IsError)
        {
            RuntimeLog.GuestWroteError(_library.Logger, _library.Name, guest.Pid, line.Text);
        }
        else
        {
            RuntimeLog.GuestWrote(_library.Logger, _library.Name, guest.Pid, line.Text);
        }
    }

    private void CompleteIfDrained_NeedsLock()
    {
        if (IsLeaving && Busy == 0)
        {
            if (!_isReported && Exit is { WasAsked: false, KillReason: null })
            {
                Report(CrashReport.Of(_library.Name, Number, Exit, _library.Time.GetUtcNow())); // No call tells of it.
            }

            _drained.TrySetResult();
        }
    }

    private async Task RunOnStopAsync(GuestProcess process)
    {
        Task<bool> calls = LibraryThread.RunAsync(_library, () => RunLifecycle(_library.Definition.OnStop));
        if (!await EndPatience.CompletesAsync(_library, calls).ConfigureAwait(false))
        {
            RuntimeLog.EndOverran(_library.Logger, _library.Name, $"'OnStop' has not returned in guest {process.Pid}, which is killed");
            process.Kill("it was to end and its 'OnStop' did not return in time");
        }

        try
        {
            await calls.ConfigureAwait(false);
        }
        catch (LibraryStartException failure)
        {
            RuntimeLog.EndFailed(_library.Logger, _library.Name, failure.Message, failure);
        }
    }

    // On the thread that loaded the library.
    private bool RunLifecycle(IEnumerable<LifecycleCall> calls)
    {
        foreach (LifecycleCall call in calls)
        {
            SymbolEntry symbol = _library.Symbols[call.Symbol];
            if (FunctionOf(symbol) is not null && GuestCall.Make(this, symbol, call) is { } failure)
            {
                throw new LibraryStartException(_library.Name, call.ToString(), failure);
            }
        }

        return true;
    }
}
