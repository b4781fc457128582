namespace ActorFfi;

/// <summary>To the runtime's actor: from now on these libraries are what their names mean; names of removed ones mean nothing.</summary>
internal sealed record LibrariesAccepted(IReadOnlyList<LibraryEntry> Libraries, IReadOnlyList<string> Removed);
