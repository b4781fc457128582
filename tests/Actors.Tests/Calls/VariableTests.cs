namespace ActorFfi.Actors.Tests.Calls;

public sealed class VariableTests() : VariableContract(IsolationMode.None);
