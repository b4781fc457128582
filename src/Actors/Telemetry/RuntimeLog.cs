using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>What the log says of libraries, workers, calls and buffers; event ids are stable, docs/telemetry.md has them in a table.</summary>
internal static partial class RuntimeLog
{
    /// <summary>The category of all messages.</summary>
    public static readonly string Category = typeof(FfiRuntime).FullName!;

    /// <summary>Says which state a library has entered, and why.</summary>
    public static void StateChanged(LibraryEntry library, LibraryState state, string reason, Exception? cause)
    {
        ILogger logger = library.Logger;
        switch (state)
        {
            case LibraryState.Ready:
                LibraryReady(logger, library.Name, library.Symbols.Count);
                break;
            case LibraryState.Failed:
                LibraryFailed(logger, library.Name, state, cause?.Message ?? reason, Unexplained(cause));
                break;
            case LibraryState.BackingOff:
                LibraryBackingOff(logger, library.Name, cause?.Message ?? reason, Unexplained(cause));
                break;
            default:
                LibraryMoved(logger, library.Name, state, reason);
                break;
        }
    }

    // The messages of the runtime's own failures say everything; where each step of the reason is one, a stack trace only hides them.
    private static Exception? Unexplained(Exception? cause)
    {
        Exception? step = cause;
        while (step is ActorFfiException)
        {
            step = step.InnerException;
        }

        return step is null ? null : cause;
    }

    [LoggerMessage(1000, LogLevel.Information, "Library '{Library}' is ready with {Symbols} symbols.")]
    public static partial void LibraryReady(ILogger logger, string library, int symbols);

    [LoggerMessage(1001, LogLevel.Error, "Library '{Library}' is {State} and serves no calls: {Reason}")]
    public static partial void LibraryFailed(ILogger logger, string library, LibraryState state, string reason, Exception? cause);

    [LoggerMessage(1010, LogLevel.Warning, "Library '{Library}' has failed and is started again after a while: {Reason}")]
    public static partial void LibraryBackingOff(ILogger logger, string library, string reason, Exception? cause);

    [LoggerMessage(1011, LogLevel.Debug, "Library '{Library}' is {State}: {Reason}")]
    public static partial void LibraryMoved(ILogger logger, string library, LibraryState state, string reason);

    [LoggerMessage(1012, LogLevel.Information, "Library '{Library}' was stopped. Of its accepted calls, {Finished} were finished, {Cancelled} were still queued and got no execution, and {Abandoned} were running and {Fate}.")]
    public static partial void LibraryStopped(ILogger logger, string library, int finished, int cancelled, int abandoned, string fate);

    [LoggerMessage(1013, LogLevel.Warning, "The end of library '{Library}' failed: {Reason}")]
    public static partial void EndFailed(ILogger logger, string library, string reason, Exception cause);

    [LoggerMessage(1014, LogLevel.Warning, "Library '{Library}' is being used by native code that does not return ({Abandoned} calls were given up), so OnStop was not run and it was not unloaded; a restart finds the same mapping with the same statics.")]
    public static partial void EndSkipped(ILogger logger, string library, int abandoned);

    [LoggerMessage(1015, LogLevel.Information, "Library '{Library}' was not unloaded at the end of its generation, because {Reason}.")]
    public static partial void LibraryKept(ILogger logger, string library, string reason);

    [LoggerMessage(1016, LogLevel.Information, "The restart of library '{Library}' found the same mapping with the same statics, because {Reason}.")]
    public static partial void SameMapping(ILogger logger, string library, string reason);

    [LoggerMessage(1017, LogLevel.Warning, "The end of library '{Library}' did not wait any longer: {Reason}.")]
    public static partial void EndOverran(ILogger logger, string library, string reason);

    [LoggerMessage(1018, LogLevel.Warning, "Worker {Worker} of symbol '{Symbol}' of library '{Library}' waits: the system gives no thread. It is asked again ten times a second.")]
    public static partial void WorkerWaitsForThread(ILogger logger, string library, string symbol, string worker);

    [LoggerMessage(1020, LogLevel.Error, "Worker {Worker} of symbol '{Symbol}' of library '{Library}' failed ({Kind}), and its supervisor decides: {Directive}.")]
    public static partial void WorkerFaulted(ILogger logger, string library, string symbol, string worker, FailureKind kind, FailureDirective directive, Exception cause);

    [LoggerMessage(1021, LogLevel.Information, "Worker {Worker} of symbol '{Symbol}' of library '{Library}' was restarted.")]
    public static partial void WorkerRestarted(ILogger logger, string library, string symbol, string worker);

    [LoggerMessage(1030, LogLevel.Warning, "Call '{Symbol}' of library '{Library}' was abandoned, and native code still has it: {Reason}")]
    public static partial void CallAbandoned(ILogger logger, string library, string symbol, string reason);

    [LoggerMessage(1031, LogLevel.Warning, "A buffer of '{Library}' was dropped without being disposed and has leaked until now: name '{Buffer}', {Length} bytes. Dispose buffers when you are done.")]
    public static partial void BufferLeaked(ILogger logger, string library, string buffer, long length);

    [LoggerMessage(1050, LogLevel.Information, "Guest {ProcessId} of library '{Library}', generation {Generation}, is ready.")]
    public static partial void GuestReady(ILogger logger, string library, int processId, int generation);

    [LoggerMessage(1051, LogLevel.Error, "A guest of library '{Library}' failed ({Kind}), and its supervisor decides: {Directive}. {Reason}")]
    public static partial void GuestFailed(ILogger logger, string library, FailureKind kind, FailureDirective directive, string reason);

    [LoggerMessage(1052, LogLevel.Information, "Guest {ProcessId} of library '{Library}' is replaced: {Reason}.")]
    public static partial void GuestRecycled(ILogger logger, string library, int processId, string reason);

    [LoggerMessage(1053, LogLevel.Error, "Call '{Symbol}' of library '{Library}' was lost: {Reason}")]
    public static partial void CallLost(ILogger logger, string library, string symbol, string reason);

    [LoggerMessage(1054, LogLevel.Information, "Guest {ProcessId} of library '{Library}' writes: {Line}")]
    public static partial void GuestWrote(ILogger logger, string library, int processId, string line);

    [LoggerMessage(1055, LogLevel.Warning, "Guest {ProcessId} of library '{Library}' writes to its standard error: {Line}")]
    public static partial void GuestWroteError(ILogger logger, string library, int processId, string line);

    [LoggerMessage(1060, LogLevel.Error, "{Report}")]
    public static partial void CallbackFailed(ILogger logger, string report, Exception? cause);

    [LoggerMessage(1061, LogLevel.Warning, "{Report}")]
    public static partial void CallbackOnForeignThread(ILogger logger, string report);

    [LoggerMessage(1062, LogLevel.Warning, "{Report}")]
    public static partial void CallbackDisposed(ILogger logger, string report);

    [LoggerMessage(1063, LogLevel.Warning, "{Report}")]
    public static partial void CallbackStale(ILogger logger, string report);

    [LoggerMessage(1064, LogLevel.Warning, "{Report}")]
    public static partial void CallbackLate(ILogger logger, string report);

    [LoggerMessage(1040, LogLevel.Error, "A listener of the meter, the activity source or an event has thrown at a report of library '{Library}', symbol '{Symbol}'. The library is not affected; mend the listener.")]
    public static partial void ListenerThrew(ILogger logger, string library, string symbol, Exception cause);
}
