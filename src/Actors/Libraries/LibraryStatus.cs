namespace ActorFfi;

/// <summary>Where a library is in its life, and why; immutable, so that it is read without a lock.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why, in words, and what to do.</param>
/// <param name="Since">Since when.</param>
/// <param name="NextAttempt">When it is started again; null where that is not planned.</param>
/// <param name="Cause">The failure behind it; null where there is none.</param>
public sealed record LibraryStatus(LibraryState State, string Reason, DateTimeOffset Since, DateTimeOffset? NextAttempt = null, Exception? Cause = null);
