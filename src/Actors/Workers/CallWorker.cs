using System.Diagnostics;

namespace ActorFfi;

/// <summary>What executes the calls of a symbol: a thread of its own, or a place on shared ones.</summary>
/// <remarks>
/// A worker never decides about its own failure: it reports to its actor and takes no further call until
/// <see cref="Continue"/> or <see cref="Retire"/>. Threads: properties with a set accessor are guarded by the mailbox's lock.
/// </remarks>
internal abstract class CallWorker(SymbolEntry symbol, IWorkerOwner owner) : IWakeable
{
    private long _now;

    /// <summary>The queue that the worker serves.</summary>
    public Mailbox Mailbox { get; } = symbol.Mailbox;

    /// <summary>The symbol that the worker serves.</summary>
    public SymbolEntry Symbol { get; } = symbol;

    /// <summary>The worker's name below its symbol.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the worker rests.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Whether a core was to spare for a spinning worker when this one came to rest.</summary>
    public bool MaySpin { get; set; }

    /// <summary>Whether the worker was woken and has not come for a call yet.</summary>
    public bool IsWaking { get; set; }

    /// <summary>Whether the worker gets no more calls and ends.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Whether the worker failed and waits for the decision.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>Whether the worker's call was given up, while native code still has it.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Whether places under the limits are held for the worker's next call.</summary>
    public bool HasPlace { get; set; }

    /// <summary>The next one in the stack of resting workers.</summary>
    public CallWorker? NextIdle { get; set; }

    /// <summary>The calls that only this worker may take, since it ran the one with the same key before; null or empty for none.</summary>
    public CallList? Bound { get; set; }

    /// <summary>The line that the worker's call has the turn of; null for none.</summary>
    public KeyLine? Line { get; set; }

    /// <summary>The batch that the worker is at; null for none.</summary>
    public CallBatch? Batch { get; set; }

    /// <summary>The call that the worker took; it may have been answered already, and it stands for the whole of its batch.</summary>
    public RunningCall Current { get; set; }

    /// <summary>Whether the worker is at a call.</summary>
    public bool IsBusy { get; set; }

    /// <summary>How many calls wait behind that one where they run; see <see cref="Mailbox.TakeAhead"/>.</summary>
    public int Ahead { get; set; }

    /// <summary>The actor that owns the worker.</summary>
    protected IWorkerOwner Owner { get; } = owner;

    /// <summary>Begins to serve.</summary>
    public abstract void Start();

    /// <inheritdoc/>
    public abstract void Wake();

    /// <summary>Ends the worker after its current call.</summary>
    public void Retire() => Mailbox.Retire(this);

    /// <summary>Called once the worker is to get no more calls, so that one that rests notices.</summary>
    /// <param name="isBusy">Whether it was at a call then, after which it comes for the next one.</param>
    public virtual void OnRetired(bool isBusy) => Wake();

    /// <summary>Ends the process that has the worker's call, so that it fails with the reason; false where it is in this process, or with no guest.</summary>
    /// <param name="wanted">Which call is meant; null for whatever the worker is at.</param>
    /// <param name="reason">The failure of the call.</param>
    /// <param name="why">Why, for the other calls of the guest.</param>
    public virtual bool TryInterrupt(RunningCall? wanted, Exception reason, string why) => false;

    /// <summary>Whether the worker is at a call; needs the lock.</summary>
    public bool IsAt(NativeCall call, long use) => IsBusy && (Batch is { } batch ? batch == call.Batch : Current.Call == call && Current.Use == use);

    /// <summary>The call that native code may have; needs the lock.</summary>
    public RunningCall? Running => Batch is null ? Current : Batch.Running;

    /// <summary>Has the worker's actor end it: it finishes its call and takes no other.</summary>
    public void Leave() => Owner.Rested(this);

    /// <summary>Reports that the worker's call was given up, while native code still has its thread.</summary>
    public void GiveUp(CallTimeoutException reason) => Owner.Faulted(this, FailureKind.Timeout, reason);

    /// <summary>Goes on after a failure.</summary>
    public void Continue() => Mailbox.Continue(this);

    /// <summary>Runs calls until there is none, or until so many were run.</summary>
    /// <returns>False where there was none.</returns>
    protected bool Serve(int most)
    {
        _now = 0;
        bool hasFinished = false;
        for (int i = 0; i < most; i++)
        {
            if (hasFinished)
            {
                Mailbox.Linger();
            }

            NativeCall? call = Mailbox.Next(this, hasFinished);
            if (call is null)
            {
                return false;
            }

            Run(call);
            hasFinished = true;
        }

        return Mailbox.Yield(this);
    }

    private void Run(NativeCall call)
    {
        NativeCallScope? held = Line is null && Batch is null ? null : NativeCallScope.Hold(Line ?? (object)Batch!);
        WorkerFailure? failure = Batch is null ? RunOne(call) : RunAll(call);
        held?.LetGo();

        if (failure is { } toDecide)
        {
            Mailbox.Suspend(this);
            Owner.Faulted(this, toDecide.Kind, toDecide.Reason);
        }
    }

    // Of a batch, what was answered meanwhile is passed over.
    private WorkerFailure? RunAll(NativeCall first)
    {
        NativeCall[] followers = first.Followers!;
        WorkerFailure? failure = first.State == CallState.Running ? RunOne(first) : null;
        foreach (NativeCall follower in followers)
        {
            if (follower.TryStart())
            {
                failure = RunOne(follower) ?? failure;
            }
        }

        return failure;
    }

    // Gives what the supervisor has to decide about; most failures are declared to need no decision.
    private WorkerFailure? RunOne(NativeCall call)
    {
        if (call.PostedAt != 0)
        {
            // Back to back, the end of one call is the beginning of the next: one look at the clock instead of two.
            call.StartedAt = _now == 0 ? Stopwatch.GetTimestamp() : _now;
        }

        SymbolEntry symbol = call.Symbol;
        if (call.Deadline != 0 && symbol.Mailbox.Deadlines.HasPassed(call.Deadline))
        {
            call.Complete(default, 0, new CallTimeoutException(call.LibraryName, call.SymbolName, call.Timeout, hasBegun: false), _now = 0);
            return null;
        }

        NativeValue value = default;
        int errno = 0;
        Exception? failure;
        try
        {
            value = symbol.Execute(call.Arguments, out errno, out failure);
        }
        catch (Exception e)
        {
            failure = new CallFaultedException(call.LibraryName, call.SymbolName, e);
        }

        _now = call.PostedAt == 0 ? 0 : Stopwatch.GetTimestamp();
        call.Complete(value, errno, failure, _now);
        return failure is null ? null : symbol.ToDecide(failure);
    }
}
