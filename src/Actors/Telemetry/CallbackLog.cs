using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>Logs a callback that could not answer native code. It does so on the thread pool: native code is waiting on the thread that reports.</summary>
internal sealed class CallbackLog(CallbackReport report, ILogger[] loggers) : IThreadPoolWorkItem
{
    /// <summary>Logs a report wherever it is listened to.</summary>
    public static void Queue(CallbackReport report, ILogger[] loggers)
    {
        if (Array.Exists(loggers, static logger => logger.IsEnabled(LogLevel.Error)))
        {
            ThreadPool.UnsafeQueueUserWorkItem(new CallbackLog(report, loggers), preferLocal: false);
        }
    }

    public void Execute() => Array.ForEach(loggers, Write);

    private void Write(ILogger logger)
    {
        switch (report.Kind)
        {
            case CallbackReportKind.Failed:
                RuntimeLog.CallbackFailed(logger, report.Message, report.Exception);
                break;
            case CallbackReportKind.ForeignThread:
                RuntimeLog.CallbackOnForeignThread(logger, report.Message);
                break;
            case CallbackReportKind.Disposed:
                RuntimeLog.CallbackDisposed(logger, report.Message);
                break;
            case CallbackReportKind.Stale:
                RuntimeLog.CallbackStale(logger, report.Message);
                break;
            case CallbackReportKind.DeadlineExceeded:
                RuntimeLog.CallbackLate(logger, report.Message);
                break;
        }
    }
}
