using System.ComponentModel.DataAnnotations;

namespace ActorFfi;

/// <summary>How the calls of a symbol are served. A library's settings are the defaults of its symbols, and <see cref="Defaults"/> are those of a library.</summary>
public abstract class ServingOptions
{
    private protected ServingOptions()
    {
    }

    /// <summary>What holds where neither the symbol nor its library says otherwise: each default is stated here, and nowhere else.</summary>
    internal static ServingOptions Defaults { get; } = new LibraryOptions
    {
        Threads = ThreadMode.Dedicated,
        Workers = 1,
        GrowAfter = TimeSpan.FromMilliseconds(1),
        QueueLimit = 1024,
        QueueBytes = 0,
        Overflow = OverflowMode.Wait,
        IdleTimeout = TimeSpan.FromSeconds(30),
        Errno = false,
        Timings = false,
        Timeout = TimeSpan.Zero,
        OnFault = FailureDirective.RestartWorker,
        OnDeclaredFailure = FailureDirective.Resume,
        OnFatalResult = FailureDirective.RestartWorker,
        OnCallbackError = FailureDirective.Resume,
        OnTimeout = FailureDirective.RestartWorker,
        OnCrash = FailureDirective.RestartWorker,
        Retry = 0,
        PoisonAfter = 2,
        Killable = false,
    };

    /// <summary>Which threads run nonblocking calls.</summary>
    public ThreadMode? Threads { get; set; }

    /// <summary>How many nonblocking calls of one symbol run at once: a number, or the fewest and the most workers to have. They are started on demand and end when idle.</summary>
    public WorkerRange? Workers { get; set; }

    /// <summary>How long a call may wait before another worker is started for it, as long as there are fewer than the most; the first is started at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "24.00:00:00")]
    public TimeSpan? GrowAfter { get; set; }

    /// <summary>How many nonblocking calls of one symbol wait in its queue.</summary>
    [Range(1, int.MaxValue)]
    public int? QueueLimit { get; set; }

    /// <summary>How many bytes the buffers of one symbol's queued calls have together; 0 for no limit. A call that is larger is let in when no other bytes are queued.</summary>
    [Range(typeof(long), "0", "9223372036854775807")]
    public long? QueueBytes { get; set; }

    /// <summary>What happens to a nonblocking call that finds the queue full.</summary>
    public OverflowMode? Overflow { get; set; }

    /// <summary>After how long a dedicated thread without calls ends.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "24.00:00:00")]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>Whether errno is cleared before and read after each call.</summary>
    public bool? Errno { get; set; }

    /// <summary>How long a nonblocking call may take from its acceptance, its time in the queue included; zero for no limit. It does not bind synchronous calls.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "24.00:00:00")]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Whether each reply says how long its call was queued and how long it ran, which costs two looks at a clock.</summary>
    public bool? Timings { get; set; }

    /// <summary>What the supervisor does about a worker that failed.</summary>
    public FailureDirective? OnFault { get; set; }

    /// <summary>What the supervisor does when a result is a declared failure.</summary>
    public FailureDirective? OnDeclaredFailure { get; set; }

    /// <summary>What the supervisor does when a result is fatal by the <c>Fatal</c> rule.</summary>
    public FailureDirective? OnFatalResult { get; set; }

    /// <summary>What the supervisor does when a callback throws.</summary>
    public FailureDirective? OnCallbackError { get; set; }

    /// <summary>What the supervisor does when native code did not return in time.</summary>
    public FailureDirective? OnTimeout { get; set; }

    /// <summary>What the supervisor does when a guest died in a call of the symbol: RestartWorker replaces the guest, RestartLibrary all guests of the library.</summary>
    public FailureDirective? OnCrash { get; set; }

    /// <summary>How often a call is run again whose guest died while it ran; only for functions that may run twice.</summary>
    [Range(0, int.MaxValue)]
    public int? Retry { get; set; }

    /// <summary>After how many guests that died in calls with the same arguments such calls are refused; 0 for never.</summary>
    [Range(0, int.MaxValue)]
    public int? PoisonAfter { get; set; }

    /// <summary>Whether cancelling a nonblocking call that runs ends its guest.</summary>
    public bool? Killable { get; set; }
}
