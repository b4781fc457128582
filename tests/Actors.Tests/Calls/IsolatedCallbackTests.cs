namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedCallbackTests() : CallbackContract(IsolationMode.Process);
