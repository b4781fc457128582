namespace ActorFfi.Actors.Tests.Calls;

public sealed class ForeignHandlerTests() : ForeignHandlerContract(IsolationMode.None);
