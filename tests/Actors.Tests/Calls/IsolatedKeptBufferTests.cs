namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedKeptBufferTests() : KeptBufferContract(IsolationMode.Process);
