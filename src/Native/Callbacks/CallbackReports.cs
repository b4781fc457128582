namespace ActorFfi;

/// <summary>Where callbacks of this process say that they could not answer native code.</summary>
/// <remarks>Threads: any. What is subscribed runs on the thread that reports, native ones included, so it must be short.</remarks>
public static class CallbackReports
{
    private static readonly long[] _counts = new long[Enum.GetValues<CallbackReportKind>().Length];
    private static long _failedObservers;

    /// <summary>Raised at each report.</summary>
    public static event Action<CallbackReport>? Reported;

    /// <summary>How often something that is subscribed to <see cref="Reported"/>, or listens to the counter of callbacks, threw; the exception went nowhere.</summary>
    public static long FailedObservers => Interlocked.Read(ref _failedObservers);

    /// <summary>How many reports of a kind there were since the process began.</summary>
    public static long Count(CallbackReportKind kind) => Interlocked.Read(ref _counts[(int)kind]);

    internal static void NoteFailedObserver() => Interlocked.Increment(ref _failedObservers);

    internal static void Raise(CallbackReport report)
    {
        Interlocked.Increment(ref _counts[(int)report.Kind]);
        CallbackInstruments.Fail(report);
        try
        {
            Reported?.Invoke(report);
        }
        catch (Exception)
        {
            NoteFailedObserver(); // Native frames lie below: nothing may leave.
        }
    }
}
