namespace ActorFfi.Actors.Tests.Queues;

[Collection("Overlap")]
public sealed class ConcurrencyLimitTests() : ConcurrencyLimitContract(IsolationMode.None);
