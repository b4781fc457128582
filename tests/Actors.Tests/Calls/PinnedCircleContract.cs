namespace ActorFfi.Actors.Tests.Calls;

/// <summary>Handlers on the pinned threads of two libraries that call each other: the second to wait is refused, and the first is served.</summary>
public abstract class PinnedCircleContract(IsolationMode isolation)
{
    [Fact]
    public async Task Handlers_OfTwoPinnedLibrariesThatCallEachOther_AreRefusedOnce()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddLibrary("one", Declare).AddLibrary("two", Declare));
        using Barrier both = new(2);
        using StoredCallback last = StoredCallback.Create("int32_t (*)(int32_t)", (int value) => value + 1);
        NativeArgument From(string other) => NativeArgument.Callback((int value) =>
        {
            both.SignalAndWait(); // Each is on the pinned thread of its own library by now.
            return ffi[other]["call_back"].Invoke(last, value).ToInt32();
        });

        Task<NativeReply> one = ffi["one"]["call_back"].TryCallAsync(From("two"), 1).AsTask();
        Task<NativeReply> two = ffi["two"]["call_back"].TryCallAsync(From("one"), 2).AsTask();
        NativeReply[] replies = await Task.WhenAll(one, two).Within();

        CallRefusedException error = Assert.IsType<CallRefusedException>(Assert.Single(replies, static reply => reply.Failure is not null).Failure);
        Assert.Equal(("call_back", "call_back", CallRefusal.HeldByCaller), (error.Symbol, error.Holder, error.Reason));
        Assert.Contains("which waits for that of library", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Library == "two" ? 3 : 2, Assert.Single(replies, static reply => reply.Failure is null).Value.ToInt32());
    }

    private void Declare(LibraryBuilder library) => library
        .Path(FixtureLibrary.File)
        .Isolation(isolation)
        .Threads(ThreadMode.Pinned)
        .Declare("int32_t call_back(int32_t (*callback)(int32_t), int32_t value);");
}
