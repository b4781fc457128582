namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedNonblockingCallTests() : NonblockingCallContract(IsolationMode.Process);
