namespace ActorFfi;

/// <summary>To the runtime's actor, from a timer: the back-off of a library is over.</summary>
internal sealed record LibraryRestartDue(LibraryEntry Library);
