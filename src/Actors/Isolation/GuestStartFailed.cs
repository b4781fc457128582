namespace ActorFfi;

/// <summary>To a guest's actor: it could not be started.</summary>
internal sealed record GuestStartFailed(Exception Reason);
