using System.ComponentModel.DataAnnotations;

namespace ActorFfi;

/// <summary>The settings of one library, from code or from configuration; those of <see cref="ServingOptions"/> are the defaults of its symbols.</summary>
public sealed class LibraryOptions : ServingOptions
{
    /// <summary>The candidate files or names, tried in order; at least one. A bare name is searched as the system does.</summary>
    public IList<string> Path { get; } = [];

    /// <summary>C type declarations that the symbols' prototypes use: <c>typedef</c>s and <c>enum</c>s. Several texts are read as one.</summary>
    public IList<string> Types { get; } = [];

    /// <summary>How many calls of the whole library run at once, through both doors; null for no limit. 1 serialises a library that is not thread-safe.</summary>
    [Range(1, int.MaxValue)]
    public int? Concurrency { get; set; }

    /// <summary>How many nonblocking calls of the whole library wait in its queues; null for no limit besides those of the symbols.</summary>
    [Range(1, int.MaxValue)]
    public int? TotalQueueLimit { get; set; }

    /// <summary>How many bytes the buffers of the whole library's queued calls have together; null or 0 for no limit. A call that is larger is let in when no other bytes are queued.</summary>
    [Range(typeof(long), "0", "9223372036854775807")]
    public long? TotalQueueBytes { get; set; }

    /// <summary>The parameter whose value keeps calls apart, for every symbol that has one of that name; null for none. See <see cref="SymbolOptions.Key"/>.</summary>
    public string? Key { get; set; }

    /// <summary>The functions; at least one, each name once, ordinal.</summary>
    public IList<SymbolOptions> Symbols { get; } = [];

    /// <summary>Where the library stands in a configuration; null for one that is declared in code.</summary>
    internal string? Origin { get; init; }
}
