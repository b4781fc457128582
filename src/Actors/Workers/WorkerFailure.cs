namespace ActorFfi;

/// <summary>A failure that is for a worker's supervisor to decide about.</summary>
/// <param name="Kind">What kind of failure it is.</param>
/// <param name="Reason">The failure itself.</param>
internal readonly record struct WorkerFailure(FailureKind Kind, Exception Reason);
