namespace ActorFfi;

/// <summary>A call that was answered with a failure.</summary>
/// <param name="Library">The name of the library.</param>
/// <param name="Symbol">The name of the symbol.</param>
/// <param name="Outcome">What became of it, in the words of the telemetry's tag <c>outcome</c>.</param>
/// <param name="Failure">The failure that its reply carries.</param>
public sealed record FailedCall(string Library, string Symbol, string Outcome, Exception Failure);
