namespace ActorFfi;

/// <summary>To a guest's actor: the process is dead.</summary>
internal sealed record GuestDied(GuestExit Exit);
