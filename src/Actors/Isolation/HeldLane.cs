namespace ActorFfi;

/// <summary>A lane of a guest that somebody has for a call.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="Lane">The lane.</param>
internal readonly record struct HeldLane(Guest Guest, GuestLane Lane);
