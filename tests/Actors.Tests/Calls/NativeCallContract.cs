using System.Threading.Channels;

namespace ActorFfi.Actors.Tests.Calls;

public abstract class NativeCallContract(IsolationMode isolation) : PlacementContract(isolation)
{
    [Fact]
    public async Task A_call_that_is_disposed_gives_its_buffers_back()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer data = library.Allocate(8);
        NativeCall call = new(library["sum_bytes"], data, 8);
        Assert.Equal(BufferState.InFlight, data.State);
        call.Dispose();
        call.Dispose();
        Assert.Equal(BufferState.Owned, data.State);
    }

    [Fact]
    public async Task Posted_calls_are_answered_in_a_channel()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        Channel<NativeReply> replies = Channel.CreateBounded<NativeReply>(2);
        for (int i = 0; i < 10; i++)
        {
            library["add_i32"].Post(new NativeCall(library["add_i32"], i, 0), replies.Writer);
        }

        List<int> values = [];
        while (values.Count < 10)
        {
            values.Add((await replies.Reader.ReadAsync().AsTask().Within()).Value.ToInt32());
        }

        Assert.Equal(Enumerable.Range(0, 10), values.Order());
    }

    [Fact]
    public async Task A_posted_call_that_is_refused_is_answered_with_the_failure()
    {
        FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer data = library.Allocate(8);
        NativeCall call = new(library["sum_bytes"], data, 8);
        await ffi.DisposeAsync();
        Channel<NativeReply> replies = Channel.CreateUnbounded<NativeReply>();
        library["sum_bytes"].Post(call, replies.Writer);
        NativeReply reply = await replies.Reader.ReadAsync().AsTask().Within();
        Assert.IsType<LibraryUnavailableException>(reply.Failure);
        Assert.Same(data, reply.Buffers[0]);
        Assert.Equal(BufferState.Owned, data.State);
    }

    [Fact]
    public async Task A_call_can_be_handed_in_once_and_to_its_own_symbol()
    {
        await using FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        Channel<NativeReply> replies = Channel.CreateUnbounded<NativeReply>();
        using NativeCall call = new(library["add_i32"], 1, 2);
        Assert.Throws<ArgumentException>(() => library["thread_id"].Post(call, replies.Writer));
        library["add_i32"].Post(call, replies.Writer);
        Assert.Throws<InvalidOperationException>(() => library["add_i32"].Post(call, replies.Writer));
        Assert.Equal(3, (await replies.Reader.ReadAsync().AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task A_batch_runs_in_order_on_one_worker_so_that_thread_local_errors_can_be_read()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Workers(4));
        LibraryRef library = ffi[FixtureLibrary.Name];
        for (int i = 1; i <= 50; i++)
        {
            NativeReply[] replies = await library.CallManyAsync(
                new NativeCall(library["fail_on_this_thread"], i),
                new NativeCall(library["thread_id"]),
                new NativeCall(library["last_error_of_this_thread"]));
            Assert.Equal((-1, i), (replies[0].Value.ToInt32(), replies[2].Value.ToInt32()));
        }
    }

    [Fact]
    public async Task A_batch_of_nothing_is_done_and_one_of_two_libraries_is_refused()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.AddFixture().AddLibrary("other", lib => lib.Path(FixtureLibrary.File).Declare("int32_t add_i32(int32_t a, int32_t b)")));
        Assert.Empty(await ffi["other"].CallManyAsync());
        using NativeCall own = new(ffi["other"]["add_i32"], 1, 2);
        using NativeCall foreign = new(ffi[FixtureLibrary.Name]["add_i32"], 1, 2);
        await Assert.ThrowsAsync<ArgumentException>(() => ffi["other"].CallManyAsync(own, foreign));
    }

    [Fact]
    public async Task A_batch_that_is_refused_answers_each_of_its_calls()
    {
        FfiRuntime ffi = await StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        NativeCall one = new(library["add_i32"], 1, 2);
        NativeCall two = new(library["add_i32"], 3, 4);
        await ffi.DisposeAsync();
        NativeReply[] replies = await library.CallManyAsync(one, two).Within();
        Assert.All(replies, reply => Assert.IsType<LibraryUnavailableException>(reply.Failure));
    }
}
