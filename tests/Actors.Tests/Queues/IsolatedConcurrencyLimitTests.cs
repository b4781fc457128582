namespace ActorFfi.Actors.Tests.Queues;

[Collection("Overlap")]
public sealed class IsolatedConcurrencyLimitTests() : ConcurrencyLimitContract(IsolationMode.Process);
