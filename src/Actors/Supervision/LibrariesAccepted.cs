namespace ActorFfi;

/// <summary>To the runtime's actor: from now on these libraries are what their names mean.</summary>
internal sealed record LibrariesAccepted(IReadOnlyList<LibraryEntry> Libraries);
