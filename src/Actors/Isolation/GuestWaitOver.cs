namespace ActorFfi;

/// <summary>Says that calls have waited for a guest as long as they are to.</summary>
internal sealed record GuestWaitOver;
