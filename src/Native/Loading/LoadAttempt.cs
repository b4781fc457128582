namespace ActorFfi;

/// <summary>One path that a library was not loaded from.</summary>
/// <param name="Path">The path as it was given to the system's loader.</param>
/// <param name="Reason">Why it failed, in the words of the system's loader.</param>
public sealed record LoadAttempt(string Path, string Reason);
