namespace ActorFfi;

/// <summary>The death of a guest, told for one of the calls that it ran; for a guest that ran none, told once.</summary>
/// <param name="At">When it was noticed.</param>
/// <param name="Library">The name of the library.</param>
/// <param name="Symbol">The name of the symbol that was called; null where no call was running.</param>
/// <param name="Generation">Which start of the library the guest was; the first is 1.</param>
/// <param name="ProcessId">The process id of the guest.</param>
/// <param name="Signal">The name of the signal that ended it, such as <c>SIGSEGV</c>; null where it exited.</param>
/// <param name="ExitCode">The code that it exited with; null where a signal ended it.</param>
/// <param name="Reason">Why the service ended it, and whose fault that was; null where it died by itself.</param>
/// <param name="Arguments">The arguments in short: numbers and texts, and how long buffers are; null where no call was running.</param>
/// <param name="TimeInCall">How long the guest had the call; null where none was running.</param>
/// <param name="StandardError">The last lines that it wrote to its standard error, oldest first; may be empty.</param>
public sealed record CrashReport(
    DateTimeOffset At,
    string Library,
    string? Symbol,
    int Generation,
    int ProcessId,
    string? Signal,
    int? ExitCode,
    string? Reason,
    string? Arguments,
    TimeSpan? TimeInCall,
    IReadOnlyList<string> StandardError)
{
    internal static CrashReport Of(GuestCrashedException crash, DateTimeOffset at) => new(
        at, crash.Library, crash.Symbol, crash.Generation, crash.ProcessId, crash.Signal, crash.ExitCode, crash.Reason, crash.Arguments, crash.TimeInCall, crash.StandardError);

    internal static CrashReport Of(string library, int generation, GuestExit exit, DateTimeOffset at) => new(
        at, library, Symbol: null, generation, exit.Pid, exit.SignalName, exit.ExitCode, exit.KillReason, Arguments: null, TimeInCall: null, exit.LastErrorLines);
}
