namespace ActorFfi.Actors.Tests.Calls;

public sealed class NonblockingCallTests() : NonblockingCallContract(IsolationMode.None)
{
    [Fact]
    public async Task A_nonblocking_call_never_runs_on_the_callers_thread()
    {
        await using FfiRuntime ffi = await StartAsync();
        SymbolRef threadId = ffi[FixtureLibrary.Name]["thread_id"];
        for (int i = 0; i < 100; i++)
        {
            long here = threadId.Invoke().ToInt64();
            Task<NativeReply> promise = threadId.CallAsync().AsTask();
            NativeReply reply = await promise;
            Assert.NotEqual(here, reply.Value.ToInt64());
        }
    }
}
