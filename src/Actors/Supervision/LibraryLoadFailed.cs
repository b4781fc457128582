namespace ActorFfi;

/// <summary>To a library's actor: it could not be opened, or something declared is missing.</summary>
internal sealed record LibraryLoadFailed(Exception Reason);
