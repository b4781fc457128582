namespace ActorFfi;

/// <summary>A worker as it was at one moment.</summary>
/// <param name="Name">Its name below its symbol: <c>w1</c>.</param>
/// <param name="State">What it does.</param>
public sealed record WorkerStatus(string Name, WorkerState State);
