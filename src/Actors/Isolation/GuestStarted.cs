namespace ActorFfi;

/// <summary>To a guest's actor: the process runs, the library is loaded and <c>OnStart</c> has run.</summary>
internal sealed record GuestStarted;
