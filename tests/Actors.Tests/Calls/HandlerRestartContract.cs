namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Handlers of callbacks that wait for the next start of the library whose call waits for them.</summary>
public abstract class HandlerRestartContract(IsolationMode isolation) : CallingBackContract(isolation)
{
    [Theory]
    [InlineData(CallbackPlace.Caller, true)]
    [InlineData(CallbackPlace.Caller, false)]
    [InlineData(CallbackPlace.Pool, true)]
    [InlineData(CallbackPlace.Pool, false)]
    public async Task Handler_ThatWaitsForTheRestartOfItsLibrary_GetsIt(CallbackPlace place, bool isSynchronous)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.StopTimeout(TimeSpan.FromMilliseconds(50)));
        LibraryRef library = ffi["fixture"];
        int generation = library.Generation;
        Exception? failure = await FailureOfAsync(library["call_back"], place, isSynchronous, value =>
        {
            library.RestartAsync().Wait();
            return value;
        });

        Demand(failure, isSynchronous);
        Eventually.Holds(() => (library.State, library.Generation) == (LibraryState.Ready, generation + 1), "the library was started anew");
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
    }

    [Theory]
    [InlineData(CallbackPlace.Caller, true)]
    [InlineData(CallbackPlace.Caller, false)]
    [InlineData(CallbackPlace.Pool, true)]
    [InlineData(CallbackPlace.Pool, false)]
    public async Task Handler_ThatWaitsForACallOfTheNextStart_GetsItsReply(CallbackPlace place, bool isSynchronous)
    {
        await using FfiRuntime ffi = await StartWithCallbacksAsync(library => library.StopTimeout(TimeSpan.FromMilliseconds(50)));
        LibraryRef library = ffi["fixture"];
        Task? restart = null;
        int sum = 0;
        Exception? failure = await FailureOfAsync(library["call_back"], place, isSynchronous, value =>
        {
            restart = library.RestartAsync();
            Eventually.Holds(() => library.State == LibraryState.Loading, "the library was told to restart"); // It waits for this call.
            sum = library["add_i32"].CallAsync(1, 2).AsTask().Result.Value.ToInt32();
            return value;
        });

        Assert.True(failure is null or LibraryUnavailableException or GuestCrashedException, $"{failure}"); // What is still there of the old start may be quick enough.
        await restart!.Within();
        Eventually.Holds(() => sum == 3, "the handler got its reply");
    }

    private static async Task<Exception?> FailureOfAsync(SymbolRef callBack, CallbackPlace place, bool isSynchronous, Func<int, int> handler)
    {
        using StoredCallback callback = StoredCallback.Create("int32_t (*)(int32_t)", handler, new CallbackOptions { ThreadSafe = true, Place = place });
        return isSynchronous
            ? await Task.Run(() => Record.Exception(() => callBack.Invoke(callback, 1))).Within()
            : (await callBack.TryCallAsync(callback, 1).AsTask().Within()).Failure;
    }

    // In process a synchronous call goes on; everything else was given up.
    private void Demand(Exception? failure, bool isSynchronous)
    {
        if (isSynchronous && !IsIsolated)
        {
            Assert.Null(failure);
        }
        else if (!IsIsolated)
        {
            Assert.IsType<LibraryUnavailableException>(failure);
        }
        else
        {
            Assert.IsType<GuestCrashedException>(failure);
        }
    }
}
