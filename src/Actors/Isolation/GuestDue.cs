namespace ActorFfi;

/// <summary>To a library's actor, from a timer: the back-off of a guest is over.</summary>
internal sealed record GuestDue;
