namespace ActorFfi.Actors.Tests.Calls;

public sealed class CallbackTests() : CallbackContract(IsolationMode.None);
