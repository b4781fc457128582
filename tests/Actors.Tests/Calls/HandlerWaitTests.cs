namespace ActorFfi.Actors.Tests.Calls;

public sealed class HandlerWaitTests() : HandlerWaitContract(IsolationMode.None);
