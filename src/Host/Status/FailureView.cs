namespace ActorFfi;

/// <summary>A failure as the service shows it; failures that are alike are one, and counted.</summary>
/// <param name="Number">Rises with each failure, so that whoever looks again sees which are new.</param>
/// <param name="At">When it happened last.</param>
/// <param name="Library">The library.</param>
/// <param name="Symbol">The symbol; null where the library itself failed.</param>
/// <param name="Outcome">What became of the call, or the state of the library.</param>
/// <param name="Error">The type of the failure.</param>
/// <param name="Detail">What happened, why, and what to do.</param>
/// <param name="Count">How often it has happened.</param>
/// <param name="Crash">How the guest died that ran the call, the last time; null where it failed for another reason.</param>
internal sealed record FailureView(long Number, DateTimeOffset At, string Library, string? Symbol, string Outcome, string Error, string Detail, long Count, CrashView? Crash = null);
