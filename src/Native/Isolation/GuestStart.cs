namespace ActorFfi;

/// <summary>What a guest process is started with.</summary>
internal sealed record GuestStart
{
    /// <summary>The name of the library, for messages and for the guest's own.</summary>
    public required string Library { get; init; }

    /// <summary>Which start of the library the guest belongs to, as <see cref="LibraryGeneration.Number"/> has it.</summary>
    public int GenerationNumber { get; init; } = 1;

    /// <summary>The shared memory that the library's buffers lie in; one for all guests of a library.</summary>
    public required Arena Arena { get; init; }

    /// <summary>Paths or bare names of the library, in order of preference.</summary>
    public required IReadOnlyList<string> Candidates { get; init; }

    /// <summary>What is declared; each name once.</summary>
    public required IReadOnlyList<GuestSymbol> Symbols { get; init; }

    /// <summary>What relative paths start from; null for the current directory.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>The SHA-256 that the library's file must have, in hexadecimal; null for any file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How many native threads execute calls in the guest: <see cref="GuestProcess.Lanes"/>. At most 512. The library is loaded on the first.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>The executable; by default the one that <see cref="GuestExecutable"/> finds beside the application.</summary>
    public string? Executable { get; init; }

    /// <summary>The guest's environment; nothing else is passed on, but for what its runtime needs.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How much memory the guest may commit for itself (data segment, heap, stacks), in bytes; 0 for no limit. In force before the guest is executed, and at the latest before it is told of the library.</summary>
    public long MemoryLimit { get; init; }

    /// <summary>How long the guest may take from its start until the library is loaded; then it is killed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What calls functions that the guest gave out; becomes <see cref="LibraryGeneration.Calls"/> of the guest's generation.</summary>
    public IForeignCalls? ForeignCalls { get; init; }
}
