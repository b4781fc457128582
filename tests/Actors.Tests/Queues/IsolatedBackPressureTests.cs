namespace ActorFfi.Actors.Tests.Queues;

public sealed class IsolatedBackPressureTests() : BackPressureContract(IsolationMode.Process);
