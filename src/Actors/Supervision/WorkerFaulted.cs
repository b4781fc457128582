namespace ActorFfi;

/// <summary>To a worker's actor: its thread reports a failure and waits for the decision.</summary>
internal sealed record WorkerFaulted(CallWorker Worker, FailureKind Kind, Exception Reason);
