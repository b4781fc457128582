namespace ActorFfi.Actors.Tests.Runtime;

public sealed class IsolatedStopTests() : StopContract(IsolationMode.Process);
