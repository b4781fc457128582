namespace ActorFfi.Actors.Tests.Queues;

public sealed class BackPressureTests() : BackPressureContract(IsolationMode.None);
