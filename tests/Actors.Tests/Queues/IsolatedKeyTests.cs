namespace ActorFfi.Actors.Tests.Queues;

[Collection("Overlap")]
public sealed class IsolatedKeyTests() : KeyContract(IsolationMode.Process);
