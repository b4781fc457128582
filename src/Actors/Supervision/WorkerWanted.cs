namespace ActorFfi;

/// <summary>To a symbol's actor: calls wait and too few workers are there.</summary>
/// <param name="Count">How many more to start.</param>
internal sealed record WorkerWanted(int Count);
