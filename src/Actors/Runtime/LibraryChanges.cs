namespace ActorFfi;

/// <summary>What another configuration of a runtime changes.</summary>
internal sealed record LibraryChanges
{
    /// <summary>Libraries that were not declared before.</summary>
    public IReadOnlyList<LibraryDefinition> Added { get; init; } = [];

    /// <summary>Libraries that another start of them must serve: their file, what is declared of them, or where they run is different.</summary>
    public IReadOnlyList<LibraryDefinition> Replaced { get; init; } = [];

    /// <summary>Libraries whose settings can be changed while they run.</summary>
    public IReadOnlyList<LibraryDefinition> Adjusted { get; init; } = [];

    /// <summary>The names of libraries that are not declared any more.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>How long a stop waits for accepted calls.</summary>
    public required TimeSpan ShutdownTimeout { get; init; }
}
