namespace ActorFfi;

/// <summary>Why a library's actor is about to end, noted before it does.</summary>
/// <param name="Kind">What kind of failure it is.</param>
/// <param name="Directive">What is declared for it.</param>
/// <param name="Cause">The failure itself.</param>
internal sealed record LibraryFailure(FailureKind Kind, FailureDirective Directive, Exception Cause);
