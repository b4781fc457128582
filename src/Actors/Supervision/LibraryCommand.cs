namespace ActorFfi;

/// <summary>To the runtime's actor: somebody wants a library started, restarted or stopped.</summary>
/// <param name="Library">The library.</param>
/// <param name="Intent">What is wanted.</param>
/// <param name="Done">Completed when it is so, or failed with the reason why not.</param>
internal sealed record LibraryCommand(LibraryEntry Library, LibraryIntent Intent, TaskCompletionSource Done);
