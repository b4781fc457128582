namespace ActorFfi;

/// <summary>Settings of single calls, laid over those of the symbol by <see cref="SymbolRef.With(CallOptions)"/>.</summary>
public sealed record CallOptions
{
    /// <summary>Options that change nothing.</summary>
    public static CallOptions Default { get; } = new();

    /// <summary>Withdraws a call that is still queued; a running one goes on. The default cannot be cancelled.</summary>
    public CancellationToken CancellationToken { get; init; }
}
