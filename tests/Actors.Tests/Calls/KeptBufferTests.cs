namespace ActorFfi.Actors.Tests.Calls;

public sealed class KeptBufferTests() : KeptBufferContract(IsolationMode.None);
