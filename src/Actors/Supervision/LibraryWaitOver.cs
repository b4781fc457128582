namespace ActorFfi;

/// <summary>To the runtime's actor, from a timer: calls have waited long enough for a library that is not available.</summary>
internal sealed record LibraryWaitOver(LibraryEntry Library);
