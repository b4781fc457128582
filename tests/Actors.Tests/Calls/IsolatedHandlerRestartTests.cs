namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedHandlerRestartTests() : HandlerRestartContract(IsolationMode.Process);
