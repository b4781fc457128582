namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedVariableTests() : VariableContract(IsolationMode.Process);
