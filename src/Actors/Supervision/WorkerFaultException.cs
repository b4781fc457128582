namespace ActorFfi;

/// <summary>What a worker's actor fails with when its thread reported a failure, for the supervisor to decide about.</summary>
internal sealed class WorkerFaultException(string library, string symbol, FailureKind kind, FailureDirective directive, Exception reason)
    : ActorFfiException($"A worker of '{symbol}' of library '{library}' failed ({kind}): {reason.Message} Its supervisor decides what becomes of it.", reason)
{
    /// <summary>What kind of failure it is.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>What is declared for it.</summary>
    public FailureDirective Directive { get; } = directive;
}
