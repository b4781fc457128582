using System.Globalization;

namespace ActorFfi;

/// <summary>The guest that ran a call died before the call returned.</summary>
/// <remarks>
/// Native code may have run in part. Ownership: buffers that native code had are torn; <see cref="OwnedBuffer.Recover"/> takes them back,
/// contents as found.
/// </remarks>
public sealed class GuestCrashedException : ActorFfiException
{
    private const string ForOwners = " Recover the call's buffers to use what they hold, or dispose them.";

    internal GuestCrashedException(string library, string symbol, int generation, GuestExit exit, string arguments, TimeSpan timeInCall)
        : base(Describe(library, symbol, generation, exit, arguments, timeInCall) + ForOwners + ErrorsOf(exit))
    {
        MessageWithoutBuffers = Describe(library, symbol, generation, exit, arguments, timeInCall) + ErrorsOf(exit);
        Library = library;
        Symbol = symbol;
        Generation = generation;
        ProcessId = exit.Pid;
        Signal = exit.SignalName;
        ExitCode = exit.ExitCode;
        Reason = exit.KillReason;
        Arguments = arguments;
        TimeInCall = timeInCall;
        StandardError = exit.LastErrorLines;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }

    /// <summary>Which start of the library the guest was; the first is 1.</summary>
    public int Generation { get; }

    /// <summary>The process id of the guest.</summary>
    public int ProcessId { get; }

    /// <summary>The name of the signal that ended the guest, such as <c>SIGSEGV</c>; null where it exited.</summary>
    public string? Signal { get; }

    /// <summary>The code that the guest exited with; null where a signal ended it.</summary>
    public int? ExitCode { get; }

    /// <summary>Why the service ended the guest, and whose fault that was; null where the guest died by itself.</summary>
    public string? Reason { get; }

    /// <summary>The arguments in short: numbers and texts, and how long buffers are.</summary>
    public string Arguments { get; }

    /// <summary>How long the guest had the call.</summary>
    public TimeSpan TimeInCall { get; }

    /// <summary>The last lines that the guest wrote to its standard error, oldest first; may be empty.</summary>
    public IReadOnlyList<string> StandardError { get; }

    /// <summary>The message for those who have no handles of the call's buffers, such as callers over HTTP.</summary>
    internal string MessageWithoutBuffers { get; }

    private static string Describe(string library, string symbol, int generation, GuestExit exit, string arguments, TimeSpan timeInCall) => string.Create(
        CultureInfo.InvariantCulture,
        $"Call '{symbol}({arguments})' of library '{library}' has no result: its guest, process {exit.Pid} of generation {generation}, {exit} {timeInCall.TotalMilliseconds:0} ms after it got the call.");

    private static string ErrorsOf(GuestExit exit) =>
        exit.LastErrorLines.IsEmpty ? "" : $" Its standard error ended with: {string.Join(" | ", exit.LastErrorLines)}";
}
