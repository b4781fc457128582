namespace ActorFfi;

/// <summary>The death of a guest as the service shows it.</summary>
/// <param name="At">When it was noticed.</param>
/// <param name="Symbol">The symbol that was called; null where no call was running.</param>
/// <param name="Generation">Which start of the library the guest was.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Signal">The signal that ended it; null where it exited.</param>
/// <param name="ExitCode">The code that it exited with; null where a signal ended it.</param>
/// <param name="Reason">Why the service ended it; null where it died by itself.</param>
/// <param name="Arguments">The arguments in short; null where no call was running.</param>
/// <param name="SecondsInCall">How long it had the call; null where none was running.</param>
/// <param name="StandardError">The last lines that it wrote to its standard error, oldest first.</param>
internal sealed record CrashView(
    DateTimeOffset At,
    string? Symbol,
    int Generation,
    int Pid,
    string? Signal,
    int? ExitCode,
    string? Reason,
    string? Arguments,
    double? SecondsInCall,
    IReadOnlyList<string> StandardError)
{
    /// <summary>The last crashes of a library, the newest first.</summary>
    public static IReadOnlyList<CrashView> AllOf(LibraryRef library) => [.. library.Crashes.Select(Of)];

    /// <summary>What a failed call tells of the death of its guest; null where it failed for another reason.</summary>
    public static CrashView? Of(Exception failure, DateTimeOffset at) => failure is not GuestCrashedException crash ? null : new CrashView(
        at, crash.Symbol, crash.Generation, crash.ProcessId, crash.Signal, crash.ExitCode, crash.Reason, crash.Arguments, crash.TimeInCall.TotalSeconds, crash.StandardError);

    private static CrashView Of(CrashReport crash) => new(
        crash.At, crash.Symbol, crash.Generation, crash.ProcessId, crash.Signal, crash.ExitCode, crash.Reason, crash.Arguments, crash.TimeInCall?.TotalSeconds, crash.StandardError);
}
