namespace ActorFfi.Actors.Tests.Queues;

[Collection("Overlap")]
public sealed class KeyTests() : KeyContract(IsolationMode.None);
