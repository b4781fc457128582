namespace ActorFfi;

/// <summary>The last failures.</summary>
/// <param name="Failures">The newest first.</param>
internal sealed record FailureList(IReadOnlyList<FailureView> Failures);
