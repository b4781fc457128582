namespace ActorFfi.Actors.Tests.Runtime;

public sealed class StopTests() : StopContract(IsolationMode.None);
