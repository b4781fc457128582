namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedPinnedCallbackTests() : PinnedCallbackContract(IsolationMode.Process);
