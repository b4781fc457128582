namespace ActorFfi;

/// <summary>To a worker's actor: its thread has rested for long and has ended.</summary>
internal sealed record WorkerRested(CallWorker Worker);
