namespace ActorFfi;

/// <summary>What a worker's actor fails with when its thread reported a failure, for the supervisor to decide about.</summary>
internal sealed class WorkerFaultException(string library, string symbol, Exception reason)
    : ActorFfiException($"A worker of '{symbol}' of library '{library}' failed: {reason.Message} Its supervisor decides what becomes of it.", reason);
