namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Calls that a guest is given while it runs another one of the same worker.</summary>
public sealed class GuestAheadTests
{
    private const string Prototype = "int32_t log_call(const char *file, int32_t id, int32_t milliseconds, int32_t dies);";

    [Fact]
    public async Task Calls_BehindOneThatKillsItsGuest_RunOnceAndInOrder()
    {
        const int Calls = 60;
        int[] deadly = [7, 20, 21, 40];
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "log");
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Declare(Prototype).Spares(1).PoisonAfter(0));
        SymbolRef log = ffi[FixtureLibrary.Name]["log_call"];

        Task<NativeReply>[] replies = [.. Enumerable.Range(0, Calls).Select(id => log.TryCallAsync(file, id, id == 0 ? 50 : 0, deadly.Contains(id) ? 1 : 0).AsTask())];
        await Task.WhenAll(replies).Within();

        Assert.Equal(Enumerable.Range(0, Calls).Select(static id => (byte)id), await File.ReadAllBytesAsync(file));
        for (int id = 0; id < Calls; id++)
        {
            NativeReply reply = await replies[id];
            if (deadly.Contains(id))
            {
                Assert.Equal("SIGABRT", Assert.IsType<GuestCrashedException>(reply.Failure).Signal);
            }
            else
            {
                Assert.Null(reply.Failure);
                Assert.Equal(id, reply.Value.ToInt32());
            }
        }
    }

    [Fact]
    public async Task Calls_BehindOneWhoseGuestIsKilled_KeepTheirBuffersAndGoToTheNext()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Spares(1));
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall first = new(library);
        WaitingCall second = new(library);
        OwnedBuffer[] buffers = [.. Enumerable.Range(0, 6).Select(_ => Released(library))];
        Task<NativeReply>[] behind = [.. buffers.Select(buffer => library["announce_and_wait"].TryCallAsync(buffer).AsTask())];
        int guest = first.AwaitBegun();
        first.Release();
        Assert.Null((await first.Reply.Within()).Failure);
        Assert.Equal(guest, second.AwaitBegun());

        IsolatedFixture.Kill(guest);

        Assert.IsType<GuestCrashedException>((await second.Reply.Within()).Failure);
        Assert.Equal(BufferState.Torn, second.Flags.State);
        foreach ((OwnedBuffer buffer, Task<NativeReply> call) in buffers.Zip(behind))
        {
            NativeReply reply = await call.Within();
            Assert.Null(reply.Failure);
            Assert.NotEqual(guest, reply.Value.ToInt32());
            Assert.Equal(BufferState.Owned, buffer.State);
        }
    }

    [Fact]
    public async Task Calls_OfOneWorker_RunOnOneThreadOfTheGuest()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        SymbolRef thread = ffi[FixtureLibrary.Name]["thread_id"];
        HashSet<long> threads = [];
        for (int i = 0; i < 500; i++)
        {
            threads.Add((await thread.CallAsync()).Value.ToInt64());
        }

        Task<NativeReply>[] many = [.. Enumerable.Range(0, 1000).Select(_ => thread.CallAsync().AsTask())];
        threads.UnionWith((await Task.WhenAll(many).Within()).Select(static reply => reply.Value.ToInt64()));

        Assert.Single(threads);
    }

    [Fact]
    public async Task Calls_OfOneWorker_AreAllAnswered_WhileGuestsAreReplaced()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.RecycleAfterCalls(30).Spares(1));
        LibraryRef library = ffi[FixtureLibrary.Name];
        Task<NativeReply>[] calls = [.. Enumerable.Range(0, 500).Select(i => library["add_i32"].CallAsync(i, 1).AsTask())];
        await library.RollAsync().Within();

        int[] sums = [.. (await Task.WhenAll(calls).Within()).Select(static reply => reply.Value.ToInt32())];

        Assert.Equal(Enumerable.Range(1, 500), sums);
    }

    [Fact]
    public async Task Calls_AheadOfAStop_AreAnsweredByTheGuest()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        Task<NativeReply> slow = library["sleep_ms"].CallAsync(50).AsTask();
        Task<NativeReply>[] behind = [.. Enumerable.Range(0, 40).Select(_ => library["sleep_ms"].CallAsync(1).AsTask())];

        await library.DrainAsync().Within();

        await Task.WhenAll(behind.Prepend(slow)).Within();
    }

    [Fact]
    public async Task Calls_BehindOneThatHangs_AreAnsweredByAStop()
    {
        FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        WaitingCall first = new(library);
        WaitingCall second = new(library);
        OwnedBuffer[] buffers = [.. Enumerable.Range(0, 6).Select(_ => Released(library))];
        Task<NativeReply>[] behind = [.. buffers.Select(buffer => library["announce_and_wait"].TryCallAsync(buffer).AsTask())];
        first.AwaitBegun();
        first.Release();
        second.AwaitBegun();

        await ffi.DisposeAsync().AsTask().Within();

        Assert.IsType<LibraryUnavailableException>((await second.Reply.Within()).Failure);
        Assert.Equal(BufferState.Torn, second.Flags.State);
        foreach ((OwnedBuffer buffer, Task<NativeReply> call) in buffers.Zip(behind))
        {
            Assert.IsType<LibraryUnavailableException>((await call.Within()).Failure);
            Assert.Equal(BufferState.Owned, buffer.State);
        }
    }

    private static OwnedBuffer Released(LibraryRef library)
    {
        OwnedBuffer flags = library.Allocate(2 * sizeof(int));
        flags.Write(static bytes => bytes[sizeof(int)] = 1);
        return flags;
    }
}
