namespace ActorFfi;

/// <summary>The workers of a mailbox that are at a call, retired ones included, in no order.</summary>
/// <remarks>Threads: guarded by the lock of its mailbox.</remarks>
internal sealed class BusyWorkers
{
    private readonly List<CallWorker> _workers = [];

    /// <summary>How many workers are at a call.</summary>
    public int Count => _workers.Count;

    /// <summary>Starts a call on a worker.</summary>
    public void Add(CallWorker worker, NativeCall call)
    {
        worker.Current = new RunningCall(call, call.Start());
        worker.BusyIndex = _workers.Count;
        _workers.Add(worker);
    }

    /// <summary>Notes that a worker's call has ended.</summary>
    public void Remove(CallWorker worker)
    {
        CallWorker last = _workers[^1];
        _workers[worker.BusyIndex] = last;
        last.BusyIndex = worker.BusyIndex;
        _workers.RemoveAt(_workers.Count - 1);
        worker.Current = default;
    }

    /// <summary>The calls that the workers are at.</summary>
    public RunningCall[] Calls() => [.. _workers.Select(static worker => worker.Current)];
}
