namespace ActorFfi;

/// <summary>To the runtime's actor: start these libraries beside those that are declared now; names mean these first.</summary>
internal sealed record LibrariesTried(IReadOnlyList<LibraryEntry> Libraries);
