namespace ActorFfi;

/// <summary>Says of an endpoint that its requests do not count as served at once: metadata of its route.</summary>
internal sealed record Uncounted;
