namespace ActorFfi;

/// <summary>Who supervises a worker; all members may be called on the worker's thread and return at once.</summary>
internal interface IWorkerOwner
{
    /// <summary>A call ended in a failure that is for the supervisor to decide about; the worker waits for the decision.</summary>
    void Faulted(CallWorker worker, FailureKind kind, Exception reason);

    /// <summary>The worker has rested for long and has ended.</summary>
    void Rested(CallWorker worker);
}
