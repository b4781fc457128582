namespace ActorFfi;

/// <summary>A step in the life of a library.</summary>
/// <param name="Library">The name of the library.</param>
/// <param name="Previous">The state it was in.</param>
/// <param name="State">The state it is in now.</param>
/// <param name="Generation">How often it has been started; the first start is 1.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Cause">The failure behind it; null where there is none.</param>
/// <param name="At">When.</param>
public sealed record LibraryStateChange(string Library, LibraryState Previous, LibraryState State, int Generation, string Reason, Exception? Cause, DateTimeOffset At);
