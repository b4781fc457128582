using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Supervision;

public sealed class SupervisionTests : TestKit
{
    [Fact]
    public async Task A_killed_worker_is_restarted_with_a_new_thread_that_serves()
    {
        FfiRuntime ffi = await StartAsync(_ => { });
        SymbolRef threadId = ffi[FixtureLibrary.Name]["thread_id"];
        long before = (await threadId.CallAsync()).Value.ToInt64();
        IActorRef worker = await WorkerAsync("thread_id");
        worker.Tell(Kill.Instance);
        await AnotherThreadServesAsync(threadId, before);
        Assert.Equal(worker, await WorkerAsync("thread_id"));
        await ffi.DisposeAsync();
    }

    [Fact]
    public async Task A_changed_directive_stops_the_killed_worker_and_a_new_one_comes_on_demand()
    {
        FfiRuntime ffi = await StartAsync(lib => lib.Options.OnFault = FailureDirective.Stop);
        SymbolRef threadId = ffi[FixtureLibrary.Name]["thread_id"];
        long before = (await threadId.CallAsync()).Value.ToInt64();
        IActorRef worker = await WorkerAsync("thread_id");
        Watch(worker);
        worker.Tell(Kill.Instance);
        ExpectTerminated(worker);
        await AnotherThreadServesAsync(threadId, before);
        await ffi.DisposeAsync();
    }

    [Theory]
    [InlineData(FailureDirective.Resume, true)]
    [InlineData(FailureDirective.RestartWorker, false)]
    public async Task A_reported_fault_is_decided_by_the_supervisor(FailureDirective directive, bool keepsThread)
    {
        FfiRuntime ffi = await StartAsync(lib => lib.Options.OnFault = directive);
        SymbolRef threadId = ffi[FixtureLibrary.Name]["thread_id"];
        long before = (await threadId.CallAsync()).Value.ToInt64();
        FaultInjection.FailNext(threadId);
        CallFaultedException e = await Assert.ThrowsAsync<CallFaultedException>(async () => await threadId.CallAsync());
        Assert.IsType<InvalidOperationException>(e.InnerException);
        long after = (await threadId.CallAsync()).Value.ToInt64();
        Assert.Equal(keepsThread, before == after);
        await ffi.DisposeAsync();
    }

    [Fact]
    public async Task An_escalated_fault_ends_the_library_and_answers_what_waits()
    {
        FfiRuntime ffi = await StartAsync(lib => lib.OnFault(FailureDirective.Escalate).RestartDelay(TimeSpan.FromHours(1)));
        LibraryRef library = ffi[FixtureLibrary.Name];
        await library["thread_id"].CallAsync();
        FaultInjection.FailNext(library["thread_id"]);
        await Assert.ThrowsAsync<CallFaultedException>(async () => await library["thread_id"].CallAsync());
        Eventually.Holds(() => library.State == LibraryState.BackingOff, "the library backed off");
        LibraryUnavailableException e = await Assert.ThrowsAsync<LibraryUnavailableException>(async () => await library["add_i32"].CallAsync(1, 2));
        Assert.Equal(LibraryState.BackingOff, e.State);
        Assert.NotNull(e.NextAttempt);
        Eventually.Holds(() => library["add_i32"].Entry.Function is null, "the functions were taken away");
        Assert.Throws<LibraryUnavailableException>(() => library["add_i32"].Invoke(1, 2));
        await ffi.DisposeAsync();
    }

    [Fact]
    public async Task Actors_have_the_documented_paths()
    {
        FfiRuntime ffi = await StartAsync(_ => { });
        await ffi[FixtureLibrary.Name]["thread_id"].CallAsync();
        foreach (string path in new[] { "/user/ffi", "/user/ffi/fixture", "/user/ffi/fixture/thread_id", "/user/ffi/fixture/thread_id/w1" })
        {
            IActorRef found = await Sys.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(10));
            Assert.EndsWith(path, found.Path.ToString(), StringComparison.Ordinal);
        }

        await ffi.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_is_told_to_its_symbols_actor_is_answered_to_the_sender()
    {
        FfiRuntime ffi = await StartAsync(_ => { });
        LibraryRef library = ffi[FixtureLibrary.Name];
        IActorRef symbol = await Sys.ActorSelection("/user/ffi/fixture/add_i32").ResolveOne(TimeSpan.FromSeconds(10));
        symbol.Tell(new NativeCall(library["add_i32"], 20, 22), TestActor);
        Assert.Equal(42, ExpectMsg<NativeReply>().Value.ToInt32());
        await ffi.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_becomes_a_dead_letter_gives_its_buffers_back_and_is_answered()
    {
        FfiRuntime ffi = await StartAsync(_ => { });
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer data = library.Allocate(8);
        NativeCall call = new(library["sum_bytes"], data, 8);
        IActorRef symbol = await Sys.ActorSelection("/user/ffi/fixture/sum_bytes").ResolveOne(TimeSpan.FromSeconds(10));
        Watch(symbol);
        Sys.Stop(symbol);
        ExpectTerminated(symbol);
        symbol.Tell(call, TestActor);
        Assert.IsType<LibraryUnavailableException>(ExpectMsg<NativeReply>().Failure);
        Assert.Equal(BufferState.Owned, data.State);
        await ffi.DisposeAsync();
    }

    private async Task<FfiRuntime> StartAsync(Action<LibraryBuilder> configure)
    {
        FfiRuntimeBuilder builder = new();
        builder.AddFixture(configure);
        FfiRuntime runtime = new(builder.Build());
        runtime.Start(Sys, () => Task.CompletedTask);
        await runtime.WhenSettled().Within();
        return runtime;
    }

    private async Task<IActorRef> WorkerAsync(string symbol) =>
        await Sys.ActorSelection($"/user/ffi/fixture/{symbol}/w1").ResolveOne(TimeSpan.FromSeconds(10));

    private static async Task AnotherThreadServesAsync(SymbolRef threadId, long before)
    {
        long now = before;
        for (int i = 0; now == before && i < 100_000; i++)
        {
            now = (await threadId.CallAsync()).Value.ToInt64();
        }

        Assert.NotEqual(before, now);
    }
}
