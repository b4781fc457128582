namespace ActorFfi;

/// <summary>All libraries of the service.</summary>
/// <param name="Libraries">The libraries, by name.</param>
internal sealed record LibraryList(IReadOnlyList<LibraryView> Libraries);
