namespace ActorFfi;

/// <summary>A call on its way to another queue, with what must be known of it afterwards: once it is there, it may be answered and used again.</summary>
internal readonly struct FollowingCall(NativeCall call)
{
    private readonly long _use = call.Use;
    private readonly CancellationToken _token = call.Options.CancellationToken;
    private readonly CallBatch? _batch = call.Batch;

    /// <summary>The call.</summary>
    public NativeCall Call { get; } = call;

    /// <summary>The symbol that it has followed to.</summary>
    public SymbolEntry Symbol { get; } = call.Symbol;

    /// <summary>Makes up for what happened while it was in no queue: it may have been cancelled between the two.</summary>
    public void Settle()
    {
        if (_token.IsCancellationRequested)
        {
            Call.Cancel(Symbol, _use, _token);
        }

        _batch?.ForgetIfAnswered();
    }
}
