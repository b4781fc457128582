namespace ActorFfi.Actors.Tests.Calls;

public sealed class PinnedCircleTests() : PinnedCircleContract(IsolationMode.None);
