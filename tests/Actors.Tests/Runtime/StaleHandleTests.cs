namespace ActorFfi.Actors.Tests.Runtime;

public sealed class StaleHandleTests() : StaleHandleContract(IsolationMode.None);
