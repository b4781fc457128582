namespace ActorFfi.Actors.Tests.Calls;

public sealed class HandlerRestartTests() : HandlerRestartContract(IsolationMode.None);
