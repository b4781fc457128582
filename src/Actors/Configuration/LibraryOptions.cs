namespace ActorFfi;

/// <summary>The settings of one library, from code or from configuration; those about calls are the defaults of its symbols.</summary>
public sealed class LibraryOptions
{
    /// <summary>The candidate files or names, tried in order; at least one. A bare name is searched as the system does.</summary>
    public IList<string> Path { get; } = [];

    /// <summary>C type declarations that the symbols' prototypes use: <c>typedef</c>s and <c>enum</c>s.</summary>
    public string Types { get; set; } = "";

    /// <summary>Which threads run nonblocking calls.</summary>
    public ThreadMode Threads { get; set; } = ThreadMode.Dedicated;

    /// <summary>How many nonblocking calls of one symbol run at once; at least 1. The default is 1.</summary>
    public int Workers { get; set; } = 1;

    /// <summary>How many calls of the whole library run at once, through both doors; null for no limit. 1 serialises a library that is not thread-safe.</summary>
    public int? Concurrency { get; set; }

    /// <summary>How many nonblocking calls of one symbol wait in its queue; at least 1. The default is 1,024.</summary>
    public int QueueLimit { get; set; } = 1024;

    /// <summary>What happens to a nonblocking call that finds the queue full.</summary>
    public OverflowMode Overflow { get; set; } = OverflowMode.Wait;

    /// <summary>After how long a dedicated thread without calls ends. The default is 30 seconds.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether errno is cleared before and read after each call. The default is false.</summary>
    public bool Errno { get; set; }

    /// <summary>What the supervisor does about a worker that failed. The default is to restart the worker.</summary>
    public FailureDirective OnFault { get; set; } = FailureDirective.RestartWorker;

    /// <summary>The functions; each name once, ordinal.</summary>
    public IList<SymbolOptions> Symbols { get; } = [];
}
