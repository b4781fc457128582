namespace ActorFfi.Actors.Tests.Supervision;

public sealed class CallbackErrorTests
{
    [Theory]
    [InlineData(FailureDirective.Resume, true)]
    [InlineData(FailureDirective.RestartWorker, false)]
    public async Task An_exception_in_a_callback_fails_its_call_and_is_decided_by_the_supervisor(FailureDirective directive, bool keepsThread)
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib
            .OnCallbackError(directive)
            .Declare("int64_t call_back_many(int32_t (*callback)(int32_t), int32_t count);"));
        SymbolRef callBack = ffi[FixtureLibrary.Name]["call_back_many"];
        List<int> threads = [];
        Task<NativeReply> CallAsync(bool fails) => callBack.TryCallAsync(
            NativeArgument.Callback((int value) =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                return fails ? throw new InvalidTimeZoneException("The handler failed.") : value;
            }),
            1).AsTask().Within();

        Assert.IsType<InvalidTimeZoneException>((await CallAsync(fails: true)).Failure);
        Assert.True((await CallAsync(fails: false)).IsSuccess);
        Assert.Equal(keepsThread, threads[0] == threads[1]);
    }
}
