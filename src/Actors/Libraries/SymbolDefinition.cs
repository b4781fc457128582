namespace ActorFfi;

/// <summary>A symbol as the runtime was told to serve it: validated, with nothing left to parse.</summary>
/// <param name="Declaration">The function.</param>
/// <param name="Settings">Workers and queue.</param>
/// <param name="Concurrency">How many calls of this symbol may run at once; null for no limit.</param>
/// <param name="Fails">Which results are failures; null for none.</param>
/// <param name="Frees">The exported function that releases a copied string result; null for none.</param>
/// <param name="IsUnchecked">Whether callers from outside the process may pass buffers for parameters without an extent.</param>
internal sealed record SymbolDefinition(
    SymbolDeclaration Declaration, SymbolSettings Settings, int? Concurrency, FailureRule? Fails, string? Frees, bool IsUnchecked = false)
{
    /// <summary>Which results mean that the worker cannot go on; null for none.</summary>
    public FailureRule? Fatal { get; init; }

    /// <summary>The parameter whose value keeps calls apart; -1 for none.</summary>
    public int KeyIndex { get; init; } = -1;

    /// <summary>A bit for each parameter whose buffer native code keeps.</summary>
    public ulong Kept { get; init; }

    /// <summary>A bit for each parameter that names a buffer which native code keeps no longer.</summary>
    public ulong Releases { get; init; }
}
