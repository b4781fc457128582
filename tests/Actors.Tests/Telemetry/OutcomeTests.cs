namespace ActorFfi.Actors.Tests.Telemetry;

[Collection(nameof(Alone))]
public sealed class OutcomeTests() : OutcomeContract(IsolationMode.None);
