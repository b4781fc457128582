namespace ActorFfi;

/// <summary>To the runtime's actor and from there to a library's: replace all guests, one after the other.</summary>
/// <param name="Library">The library.</param>
/// <param name="Done">Completed when it is so, or failed with the reason why not.</param>
internal sealed record GuestRoll(LibraryEntry Library, TaskCompletionSource Done);
