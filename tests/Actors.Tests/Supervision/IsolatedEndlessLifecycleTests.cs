namespace ActorFfi.Actors.Tests.Supervision;

public sealed class IsolatedEndlessLifecycleTests() : EndlessLifecycleContract(IsolationMode.Process);
