namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedForeignHandlerTests() : ForeignHandlerContract(IsolationMode.Process);
