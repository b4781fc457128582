using System.Globalization;

namespace ActorFfi;

/// <summary>Reports why a callback did not answer native code.</summary>
internal static class CallbackRefusal
{
    public static void Failed(CallbackTarget target, NativeCallScope? call, Exception exception) => Report(
        target,
        call,
        CallbackReportKind.Failed,
        $"failed, and native code got its fallback: {exception.GetType().Name}: {exception.Message} If the call that caused it is still running, it fails with that.",
        exception);

    public static void Disposed(CallbackTarget target, NativeCallScope? call) => Report(
        target,
        call,
        CallbackReportKind.Disposed,
        "was called after it was disposed and did not run; native code got its fallback. Make native code forget it before disposing it.");

    public static void Stale(CallbackTarget target, NativeCallScope? call) => Report(
        target,
        call,
        CallbackReportKind.Stale,
        string.Create(CultureInfo.InvariantCulture, $"belongs to generation {target.Owner?.Number} of its library, which has ended, and did not run; native code got its fallback. Create it anew after a restart."));

    public static void ForeignThread(CallbackTarget target, NativeCallScope? call) => Report(
        target,
        call,
        CallbackReportKind.ForeignThread,
        "was called from a native thread that is inside no call and did not run, because it is not declared thread-safe; native code got its fallback. Set 'ThreadSafe' if its handler may run on any thread.");

    public static void DeadlineExceeded(CallbackTarget target, NativeCallScope? call) => Report(
        target,
        call,
        CallbackReportKind.DeadlineExceeded,
        string.Create(CultureInfo.InvariantCulture, $"was not done on the thread pool within {target.Options.Deadline}, and native code went on with its fallback. Make the handler shorter or raise 'Deadline'."));

    private static void Report(CallbackTarget target, NativeCallScope? call, CallbackReportKind kind, string text, Exception? exception = null)
    {
        LibraryGeneration? generation = CallbackInstruments.GenerationOf(target, call);
        string? library = generation?.Library;
        string of = library is null ? "" : $" of library '{library}'";
        CallbackReports.Raise(new CallbackReport(kind, target.Name, library, $"Callback '{target.Name}'{of} {text}", exception) { Symbol = CallbackInstruments.SymbolOf(call), Generation = generation });
    }
}
