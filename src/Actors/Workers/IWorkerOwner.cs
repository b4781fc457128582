namespace ActorFfi;

/// <summary>Who supervises a worker; all members may be called on the worker's thread and return at once.</summary>
internal interface IWorkerOwner
{
    /// <summary>A call ended in an exception that is not the call's own failure; the worker waits for the decision.</summary>
    void Faulted(CallWorker worker, Exception reason);

    /// <summary>The worker has rested for long and has ended.</summary>
    void Rested(CallWorker worker);
}
