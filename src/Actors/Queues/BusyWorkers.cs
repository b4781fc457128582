namespace ActorFfi;

/// <summary>The workers of a mailbox that are at a call, retired ones included, linked through the workers themselves.</summary>
/// <remarks>Threads: guarded by the lock of its mailbox.</remarks>
internal sealed class BusyWorkers
{
    private CallWorker? _first;

    /// <summary>Whether nobody is at a call.</summary>
    public bool IsEmpty => _first is null;

    /// <summary>Starts a call on a worker.</summary>
    public void Add(CallWorker worker, NativeCall call)
    {
        worker.Current = new RunningCall(call, call.Start());
        worker.NextBusy = _first;
        if (_first is not null)
        {
            _first.PreviousBusy = worker;
        }

        _first = worker;
    }

    /// <summary>Notes that a worker's call has ended.</summary>
    public void Remove(CallWorker worker)
    {
        if (worker.PreviousBusy is null)
        {
            _first = worker.NextBusy;
        }
        else
        {
            worker.PreviousBusy.NextBusy = worker.NextBusy;
        }

        if (worker.NextBusy is not null)
        {
            worker.NextBusy.PreviousBusy = worker.PreviousBusy;
        }

        worker.NextBusy = null;
        worker.PreviousBusy = null;
    }

    /// <summary>The calls that the workers are at.</summary>
    public List<RunningCall> Calls()
    {
        List<RunningCall> calls = [];
        for (CallWorker? worker = _first; worker is not null; worker = worker.NextBusy)
        {
            calls.Add(worker.Current);
        }

        return calls;
    }
}
