namespace ActorFfi.Actors.Tests.Calls;

public sealed class CallbackTests() : CallbackContract(IsolationMode.None)
{
    [Fact]
    public async Task Exception_OnAForeignThreadOfANonblockingCall_IsTheFailureOfItsReply()
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync();
        using StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", int (int value) => throw new InvalidOperationException("abroad"), new CallbackOptions { ThreadSafe = true });

        NativeReply reply = await ffi["fixture"]["call_back_from_threads"].TryCallAsync(callback, 2, 2);

        Assert.Equal("abroad", Assert.IsType<InvalidOperationException>(reply.Failure).Message);
    }
}
