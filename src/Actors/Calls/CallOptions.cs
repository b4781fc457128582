namespace ActorFfi;

/// <summary>Settings of single calls, laid over those of the symbol by <see cref="SymbolRef.With(CallOptions)"/>.</summary>
public sealed record CallOptions
{
    /// <summary>Options that change nothing.</summary>
    public static CallOptions Default { get; } = new();

    /// <summary>Withdraws a call that is still queued; a running one goes on. The default cannot be cancelled.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>How long the call may take from its acceptance, its time in the queue included; zero for no limit. The default, null, is the symbol's setting.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the reply says how long the call was queued and how long it ran, which costs two looks at a clock. The default is the symbol's setting.</summary>
    public bool Timings { get; init; }
}
