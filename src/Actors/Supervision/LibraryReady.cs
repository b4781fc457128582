namespace ActorFfi;

/// <summary>From a library's actor to the runtime's: it serves calls.</summary>
internal sealed record LibraryReady(LibraryEntry Library);
