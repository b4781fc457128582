namespace ActorFfi.Actors.Tests.Telemetry;

[Collection(nameof(Alone))]
public sealed class IsolatedOutcomeTests() : OutcomeContract(IsolationMode.Process)
{
    [Fact]
    public async Task A_call_that_its_guest_died_in_is_counted_as_crashed_and_the_guest_as_restarted()
    {
        using Measurements measured = Measure();
        await using FfiRuntime ffi = await StartAsync(static library => library.Declare("int32_t crash_abort(void)"));

        Assert.IsType<GuestCrashedException>((await Library(ffi)["crash_abort"].TryCallAsync().AsTask().Within()).Failure);
        await Library(ffi)["add_i32"].CallAsync(1, 2).AsTask().Within();

        Assert.Equal(["add_i32 success", "crash_abort crashed"], measured.Outcomes());
        Assert.Equal(1, measured.Of("actorffi.restarts", "guest").Sum());
    }
}
