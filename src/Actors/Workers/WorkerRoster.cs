namespace ActorFfi;

/// <summary>The workers of a mailbox: who is there, who rests, who was woken, and how many more were asked for.</summary>
/// <remarks>Threads: guarded by the lock of the mailbox.</remarks>
internal sealed class WorkerRoster
{
    private static readonly int SpareCores = Environment.ProcessorCount / 2;

    private readonly IdleWorkers _idle = new();
    private readonly List<CallWorker> _present = []; // Retired ones too while they finish a call.

    /// <summary>How many workers serve the mailbox, without the retired ones.</summary>
    public int Count { get; private set; }

    /// <summary>How many workers were asked for and have not come yet.</summary>
    public int Starting { get; set; }

    /// <summary>How many workers were woken and have not come for a call yet.</summary>
    public int Waking { get; private set; }

    /// <summary>How many calls run, without those that were given up.</summary>
    public int Running { get; private set; }

    /// <summary>How many calls were begun since there are workers.</summary>
    public long Begun { get; private set; }

    /// <summary>How often a worker came to rest.</summary>
    public long Rests { get; private set; }

    /// <summary>How many given-up calls native code has not returned from.</summary>
    public int Abandoned { get; private set; }

    /// <summary>Whether a worker rests.</summary>
    public bool HasIdle => _idle.Count > 0;

    /// <summary>How many workers will take a call at once: they rest, or were woken.</summary>
    public int Coming => _idle.Count + Waking;

    /// <summary>The workers that are at a call which was not given up.</summary>
    public List<CallWorker> Busy() => [.. _present.Where(static worker => worker is { IsBusy: true, IsAbandoned: false })];

    /// <summary>The workers that are more than so many.</summary>
    public List<CallWorker> Surplus(int most) => [.. _present.Where(static worker => !worker.IsRetired).Skip(most)];

    /// <summary>What each worker does.</summary>
    public WorkerStatus[] Describe() => [.. _present.Select(static worker => new WorkerStatus(worker.Name, StateOf(worker)))];

    private static WorkerState StateOf(CallWorker worker) => worker switch
    {
        { IsAbandoned: true } => WorkerState.Abandoned,
        { IsSuspended: true } => WorkerState.Suspended,
        { IsBusy: true } or { IsWaking: true } => WorkerState.Busy,
        _ => WorkerState.Idle,
    };

    /// <summary>Notes that a worker's call was given up: the worker counts as gone until native code returns after all.</summary>
    public void Abandon(CallWorker worker)
    {
        worker.IsAbandoned = true;
        Abandoned++;
        Running--;
    }

    /// <summary>Adds a worker, which comes by itself.</summary>
    public void Add(CallWorker worker)
    {
        _present.Add(worker);
        Count++;
        Starting = Math.Max(0, Starting - 1);
        ExpectComing(worker);
    }

    /// <summary>Notes that a worker was woken, or comes again by itself.</summary>
    public void ExpectComing(CallWorker worker)
    {
        worker.IsWaking = true;
        Waking++;
    }

    /// <summary>Notes that a worker has come for a call: because it was woken, because it finished one, or because it stopped waiting.</summary>
    public void Arrive(CallWorker worker)
    {
        if (worker.IsWaking)
        {
            worker.IsWaking = false;
            Waking--;
        }

        if (worker.IsIdle)
        {
            _idle.Remove(worker);
        }
    }

    /// <summary>Whether so few calls run that a core is to spare for waiting.</summary>
    public bool IsQuiet => Running < SpareCores;

    /// <summary>Lets a worker rest.</summary>
    public void Rest(CallWorker worker)
    {
        worker.MaySpin = IsQuiet;
        _idle.Push(worker);
        Rests++;
    }

    /// <summary>A resting worker that is to be woken; the one that rested last.</summary>
    public CallWorker Rouse()
    {
        CallWorker worker = _idle.Pop();
        ExpectComing(worker);
        return worker;
    }

    /// <summary>The same, but one that has calls of its own to run; null where none has.</summary>
    public CallWorker? RouseBound()
    {
        CallWorker? worker = _idle.FirstBound;
        if (worker is not null)
        {
            _idle.Remove(worker);
            ExpectComing(worker);
        }

        return worker;
    }

    /// <summary>Notes the call that a worker begins.</summary>
    public void Begin(CallWorker worker, NativeCall call)
    {
        worker.Current = new RunningCall(call, call.Start());
        worker.IsBusy = true;
        Running++;
        Begun++;
    }

    /// <summary>Notes a call that a worker has run after those that it has.</summary>
    public void BeginAhead(CallWorker worker, NativeCall call)
    {
        call.Start();
        worker.Ahead++;
        Running++;
        Begun++;
    }

    /// <summary>Notes that some of a worker's calls have ended, and how many it has left.</summary>
    public void FinishAhead(CallWorker worker, int left)
    {
        Running += left - 1 - worker.Ahead;
        worker.Ahead = left - 1;
    }

    /// <summary>Notes that a worker's calls have ended.</summary>
    public void Finish(CallWorker worker)
    {
        Running -= worker.Ahead;
        worker.Ahead = 0;
        worker.IsBusy = false;
        if (worker.IsAbandoned)
        {
            worker.IsAbandoned = false;
            Abandoned--;
        }
        else
        {
            Running--;
        }

        if (worker.IsRetired)
        {
            _present.Remove(worker);
        }
    }

    /// <summary>Lets every worker take what was bound to one.</summary>
    public void UnbindAll(CallQueue queue) => _present.ForEach(queue.Unbind);

    /// <summary>Takes a worker away; it finishes the call that it is at.</summary>
    public void Remove(CallWorker worker)
    {
        worker.IsRetired = true;
        Count--;
        if (!worker.IsBusy)
        {
            _present.Remove(worker);
        }

        Arrive(worker);
    }
}
