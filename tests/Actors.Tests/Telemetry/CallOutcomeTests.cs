namespace ActorFfi.Actors.Tests.Telemetry;

public sealed class CallOutcomeTests
{
    public static TheoryData<Exception?, bool, string> Table => new()
    {
        { null, false, "success" },
        { new NativeCallFailedException("lib", "f", "result < 0", default, 5, isFatal: false), false, "declared_failure" },
        { new CallRefusedException("lib", "f", CallRefusal.QueueFull, 1), false, "refused" },
        { new OperationCanceledException(), false, "cancelled" },
        { new CallTimeoutException("lib", "f", TimeSpan.FromSeconds(1), hasBegun: false), false, "timeout" },
        { new CallTimeoutException("lib", "f", TimeSpan.FromSeconds(1), hasBegun: true), true, "timeout" },
        { new LibraryUnavailableException("lib", LibraryState.Failed, "why", default), false, "unavailable" },
        { new LibraryUnavailableException("lib", LibraryState.Stopped, "why", default), true, "abandoned" },
        { new InvalidOperationException(), false, "faulted" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Outcome_OfAFailure_IsThatOfTheTable(Exception? failure, bool isAbandoned, string outcome) =>
        Assert.Equal(outcome, CallOutcome.Of(failure, isAbandoned));
}
