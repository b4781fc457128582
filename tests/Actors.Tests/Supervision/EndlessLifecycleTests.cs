using ActorFfi.Actors.Tests.Runtime;

namespace ActorFfi.Actors.Tests.Supervision;

public sealed class EndlessLifecycleTests() : EndlessLifecycleContract(IsolationMode.None)
{
    [Fact]
    public async Task OnStop_ThatDoesNotReturn_KeepsTheLibraryLoadedUntilItDoes()
    {
        byte[] flag = GC.AllocateArray<byte>(4, pinned: true);
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync(library => library
            .StopTimeout(TimeSpan.FromMilliseconds(50))
            .Declare("void end_at(const volatile int32_t *flag)")
            .Declare("int32_t wait_at_end(void)")
            .OnStop("wait_at_end"));
        LibraryRef library = ffi[UnloadableLibrary.Name];
        int unloads = ffi.Unloads();
        library["end_at"].Invoke(flag);

        await library.RestartAsync().Within();

        Assert.Equal(unloads, ffi.Unloads());
        Assert.Equal(9, library["triple"].Invoke(3).ToInt32());
        Volatile.Write(ref flag[0], 1);
        Eventually.Holds(() => EndsOf(library) == 0, "native code returned");
        await library.RestartAsync().Within();
        Assert.Equal(unloads + 1, ffi.Unloads());
    }

    [Fact]
    public async Task OnStop_OnAPinnedThreadThatItDoesNotGiveBack_LeavesTheLibraryFailedUntilItDoes()
    {
        await using EndlessCall endless = await EndlessCall.CreateAsync();
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(library => endless.InOnStop(library).Threads(ThreadMode.Pinned).StopTimeout(TimeSpan.FromMilliseconds(50)));
        LibraryRef library = ffi[FixtureLibrary.Name];

        await Assert.ThrowsAsync<LibraryUnavailableException>(() => library.RestartAsync().Within());

        Assert.Contains("Isolate the library", Assert.IsType<TooManyAbandonedException>(library.Failure).Message, StringComparison.Ordinal);
        endless.Open();
        await library.ReviveAsync().Within();
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
        endless.Open(); // The start has closed it again.
    }

    // How many earlier generations something is still in.
    private static int EndsOf(LibraryRef library) => library.Entry.Kept.Count(static kept => kept.Generation.IsUsed);
}
