using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Counts the runs of callbacks, where a runtime gives it a counter and somebody listens.</summary>
internal static class CallbackInstruments
{
    private const string Succeeded = "success";
    private const string NoLibrary = "(unattached)";

    /// <summary>The counter; null where there is none.</summary>
    public static Counter<long>? Runs { get; set; }

    /// <summary>Whether somebody listens. It is on the path of every callback and reads two fields.</summary>
    public static bool AreWatched
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Runs is { Enabled: true };
    }

    /// <summary>Counts a handler that has answered native code.</summary>
    public static void Succeed(CallbackTarget target, NativeCallScope? call) => Count(GenerationOf(target, call)?.Library, SymbolOf(call), Succeeded);

    /// <summary>Counts one that has not.</summary>
    public static void Fail(CallbackReport report) => Count(report.Library, report.Symbol, OutcomeOf(report.Kind));

    /// <summary>The start of the library that called back, or that the callback was last passed to; null where it never was.</summary>
    public static LibraryGeneration? GenerationOf(CallbackTarget target, NativeCallScope? call) => call?.Function?.Generation ?? target.Library;

    /// <summary>The symbol whose call called back; null for a thread that is inside no call.</summary>
    public static string? SymbolOf(NativeCallScope? call) => call?.Function?.Plan.Declaration.Name;

    // Native frames lie below: what a listener throws must not leave, and has no log to go to from here.
    private static void Count(string? library, string? symbol, string outcome)
    {
        try
        {
            KeyValuePair<string, object?> ofLibrary = new("library", library ?? NoLibrary);
            KeyValuePair<string, object?> result = new("outcome", outcome);
            if (symbol is null)
            {
                Runs?.Add(1, ofLibrary, result);
            }
            else
            {
                Runs?.Add(1, ofLibrary, new("symbol", symbol), result);
            }
        }
        catch (Exception)
        {
            CallbackReports.NoteFailedObserver();
        }
    }

    private static string OutcomeOf(CallbackReportKind kind) => kind switch
    {
        CallbackReportKind.Failed => "failed",
        CallbackReportKind.ForeignThread => "foreign_thread",
        CallbackReportKind.Disposed => "disposed",
        CallbackReportKind.Stale => "stale",
        _ => "deadline_exceeded",
    };
}
