namespace ActorFfi;

/// <summary>To the runtime's actor: stop a library and forget it.</summary>
/// <param name="Library">The library.</param>
/// <param name="Done">Completed when it has stopped.</param>
internal sealed record LibraryDismissed(LibraryEntry Library, TaskCompletionSource Done);
