using System.ComponentModel.DataAnnotations;

namespace ActorFfi;

/// <summary>The settings of one library, from code or from configuration; those of <see cref="ServingOptions"/> are the defaults of its symbols.</summary>
public sealed class LibraryOptions : ServingOptions
{
    /// <summary>The candidate files or names, tried in order; at least one. A bare name is searched as the system does.</summary>
    public IList<string> Path { get; } = [];

    /// <summary>The SHA-256 that the loaded file must have, 64 hexadecimal digits, checked before it is loaded; null for any file. Each Path must name a file then, not a bare name.</summary>
    public string? Sha256 { get; set; }

    /// <summary>C type declarations that the symbols' prototypes use: <c>typedef</c>s and <c>enum</c>s. Several texts are read as one.</summary>
    public IList<string> Types { get; } = [];

    /// <summary>How many calls of the whole library run at once, through both doors; null for no limit. 1 serialises a library that is not thread-safe.</summary>
    [Range(1, int.MaxValue)]
    public int? Concurrency { get; set; }

    /// <summary>Libraries that are started before this one and stopped after it; the names callers use.</summary>
    public IList<string> DependsOn { get; } = [];

    /// <summary>Calls that prepare the library, in order, right after it was opened: <c>init(3, "name")</c>. One that fails is a load error.</summary>
    public IList<string> OnStart { get; } = [];

    /// <summary>Calls that end the library, in order, right before it is closed. One that fails is logged.</summary>
    public IList<string> OnStop { get; } = [];

    /// <summary>Whether the library is never unloaded, so that a restart finds its variables as they were; for one that has threads of its own which <c>OnStop</c> does not end.</summary>
    public bool KeepLoaded { get; set; }

    /// <summary>Whether the service stops when the library has failed for good.</summary>
    public bool Critical { get; set; }

    /// <summary>What the supervisor does about a library that cannot be opened, resolved or started.</summary>
    public FailureDirective OnLoadError { get; set; } = FailureDirective.Stop;

    /// <summary>How long after its first failure a library is started again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "24.00:00:00")]
    public TimeSpan RestartDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What the delay is multiplied by for each further failure within the window.</summary>
    [Range(1.0, 100.0)]
    public double RestartFactor { get; set; } = 2;

    /// <summary>The longest delay.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "24.00:00:00")]
    public TimeSpan RestartMaximumDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest share by which a delay is made longer or shorter at random.</summary>
    [Range(0.0, 1.0)]
    public double RestartJitter { get; set; } = 0.2;

    /// <summary>How many restarts within the window are the budget; one failure more, and the library is Failed.</summary>
    [Range(0, int.MaxValue)]
    public int RestartLimit { get; set; } = 5;

    /// <summary>How long a restart counts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "24.00:00:00")]
    public TimeSpan RestartWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long calls wait for a library that is backing off, from the failure on, before they are answered; zero answers at once, and lets those that wait for the next guest of an isolated library wait for it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "24.00:00:00")]
    public TimeSpan WaitWhileUnavailable { get; set; } = TimeSpan.Zero;

    /// <summary>How long a stop or restart waits for calls that are running before it gives them up, and then for <c>OnStop</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "24.00:00:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many given-up calls may run on in native code before the library is Failed.</summary>
    [Range(0, int.MaxValue)]
    public int MaxAbandoned { get; set; } = 16;

    /// <summary>How many nonblocking calls of the whole library wait in its queues; null for no limit besides those of the symbols.</summary>
    [Range(1, int.MaxValue)]
    public int? TotalQueueLimit { get; set; }

    /// <summary>How many bytes the buffers of the whole library's queued calls have together; null or 0 for no limit. A call that is larger is let in when no other bytes are queued.</summary>
    [Range(typeof(long), "0", "9223372036854775807")]
    public long? TotalQueueBytes { get; set; }

    /// <summary>The parameter whose value keeps calls apart, for every symbol that has one of that name; null for none. See <see cref="SymbolOptions.Key"/>.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the library runs in the service itself or in processes of its own, which it cannot take the service down with.</summary>
    public IsolationMode Isolation { get; set; } = IsolationMode.None;

    /// <summary>How many guests, the processes of an isolated library, serve its calls; each has <see cref="ServingOptions.Workers"/> threads for a symbol.</summary>
    [Range(1, 1024)]
    public int Processes { get; set; } = 1;

    /// <summary>How many more guests are kept ready, library loaded and <see cref="OnStart"/> run, to take the place of one that died.</summary>
    [Range(0, 1024)]
    public int Spares { get; set; }

    /// <summary>How many bytes the memory has that an isolated library shares with its guests: buffers, and copies of what is no such buffer. It is committed as it is used.</summary>
    [Range(typeof(long), "1048576", "1099511627776")]
    public long ArenaSize { get; set; } = 1L << 30;

    /// <summary>After how many calls a guest is replaced; null for never.</summary>
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? RecycleAfterCalls { get; set; }

    /// <summary>How old a guest becomes before it is replaced; null for any age.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0010000", "24.00:00:00")]
    public TimeSpan? RecycleAfter { get; set; }

    /// <summary>Above how many bytes of resident memory a guest is replaced; null for any size.</summary>
    [Range(typeof(long), "1048576", "9223372036854775807")]
    public long? RecycleAboveMemory { get; set; }

    /// <summary>How many bytes of data a guest may have, which the system holds it to before it loads the library; null for no limit.</summary>
    [Range(typeof(long), "67108864", "9223372036854775807")]
    public long? MemoryLimit { get; set; }

    /// <summary>The environment of a guest, which is empty otherwise: <c>NAME=value</c>, or <c>NAME</c> for the value that the service has.</summary>
    public IList<string> Environment { get; } = [];

    /// <summary>The functions; at least one, each name once, ordinal.</summary>
    public IList<SymbolOptions> Symbols { get; } = [];

    /// <summary>Where the library stands in a configuration; null for one that is declared in code.</summary>
    internal string? Origin { get; init; }
}
