namespace ActorFfi.Actors.Tests.Calls;

public sealed class NonblockingCallTests() : NonblockingCallContract(IsolationMode.None);
