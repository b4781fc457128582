namespace ActorFfi;

/// <summary>To a library's actor: the file is open and everything declared is resolved.</summary>
internal sealed record LibraryLoaded(LoadedLibrary Library);
