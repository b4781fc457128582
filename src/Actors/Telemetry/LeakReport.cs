using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>Counts and logs a leak on the thread pool: it is found on the finalizer thread, which must not wait for a log.</summary>
internal sealed class LeakReport(BufferLeak leak, ILogger[] loggers) : IThreadPoolWorkItem
{
    public static void Queue(BufferLeak leak, ILogger[] loggers) => ThreadPool.UnsafeQueueUserWorkItem(new LeakReport(leak, loggers), preferLocal: false);

    public void Execute()
    {
        foreach (ILogger logger in loggers)
        {
            RuntimeLog.BufferLeaked(logger, leak.Account, leak.BufferName ?? "(none)", leak.Length);
        }

        Count();
    }

    // A listener that throws would end the process here.
    private void Count()
    {
        try
        {
            FfiInstruments.Leaks.Add(1, KeyValuePair.Create<string, object?>(SymbolTags.LibraryTag, leak.Account));
        }
        catch (Exception thrown)
        {
            Array.ForEach(loggers, logger => RuntimeLog.ListenerThrew(logger, leak.Account, "", thrown));
        }
    }
}
