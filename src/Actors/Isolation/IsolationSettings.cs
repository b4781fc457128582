using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>How an isolated library is placed in guests, and when these are replaced.</summary>
internal sealed record IsolationSettings
{
    /// <inheritdoc cref="LibraryOptions.Processes"/>
    public required int Processes { get; init; }

    /// <inheritdoc cref="LibraryOptions.Spares"/>
    public required int Spares { get; init; }

    /// <inheritdoc cref="LibraryOptions.ArenaSize"/>
    public required long ArenaSize { get; init; }

    /// <summary>When a guest is replaced though nothing is wrong with it.</summary>
    public required RecyclePolicy Recycle { get; init; }

    /// <inheritdoc cref="LibraryOptions.MemoryLimit"/>
    public required long? MemoryLimit { get; init; }

    /// <summary>The environment of a guest.</summary>
    public required ImmutableDictionary<string, string> Environment { get; init; }
}
