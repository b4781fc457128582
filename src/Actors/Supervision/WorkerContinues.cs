namespace ActorFfi;

/// <summary>From a worker's actor to itself, sent just before it fails: it is processed by whoever goes on after the supervisor's decision.</summary>
internal sealed record WorkerContinues(CallWorker Worker);
