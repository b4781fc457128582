namespace ActorFfi;

/// <summary>To the runtime's actor: a library that drains has finished what it accepted.</summary>
internal sealed record LibraryEmpty(LibraryEntry Library);
