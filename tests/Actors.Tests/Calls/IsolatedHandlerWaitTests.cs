namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedHandlerWaitTests() : HandlerWaitContract(IsolationMode.Process);
