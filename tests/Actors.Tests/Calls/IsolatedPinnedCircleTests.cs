namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedPinnedCircleTests() : PinnedCircleContract(IsolationMode.Process);
