using System.Diagnostics;

namespace ActorFfi;

/// <summary>The resting workers of a mailbox: a stack, so that the worker with the warmest caches is woken first.</summary>
/// <remarks>Threads: guarded by the lock of its mailbox.</remarks>
internal sealed class IdleWorkers
{
    private CallWorker? _top;

    /// <summary>How many rest.</summary>
    public int Count { get; private set; }

    /// <summary>The first that has calls of its own to run; null where none has.</summary>
    public CallWorker? FirstBound
    {
        get
        {
            CallWorker? worker = _top;
            while (worker is not null && worker.Bound is not { Count: > 0 })
            {
                worker = worker.NextIdle;
            }

            return worker;
        }
    }

    /// <summary>Puts a worker to rest.</summary>
    public void Push(CallWorker worker)
    {
        Debug.Assert(!worker.IsIdle && !worker.IsRetired, "A worker rests once.");
        worker.IsIdle = true;
        worker.NextIdle = _top;
        _top = worker;
        Count++;
    }

    /// <summary>Takes the worker that rested last.</summary>
    public CallWorker Pop()
    {
        CallWorker worker = _top!;
        Remove(worker);
        return worker;
    }

    /// <summary>Takes a worker out, wherever in the stack it is.</summary>
    public void Remove(CallWorker worker)
    {
        worker.IsIdle = false;
        Count--;
        if (_top == worker)
        {
            _top = worker.NextIdle;
        }
        else
        {
            CallWorker before = _top!;
            while (before.NextIdle != worker)
            {
                before = before.NextIdle!;
            }

            before.NextIdle = worker.NextIdle;
        }

        worker.NextIdle = null;
    }
}
