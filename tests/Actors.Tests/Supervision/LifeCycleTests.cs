using System.Collections.Concurrent;

namespace ActorFfi.Actors.Tests.Supervision;

public sealed class LifeCycleTests
{
    [Fact]
    public async Task A_library_can_be_restarted_while_calls_wait_and_its_old_handles_are_stale()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib.Declare("void *echo_pointer(void *v)"));
        LibraryRef library = ffi["life"];
        using OwnedBuffer data = library.Allocate(8);
        ForeignPointer pointer = library["echo_pointer"].Invoke(data).ToPointer();
        Assert.Equal(1, library.Generation);

        Task restarting = library.RestartAsync();
        Task<NativeReply> waiting = library["life_starts"].TryCallAsync().AsTask();
        await restarting.Within();
        Assert.True((await waiting.Within()).IsSuccess);

        Assert.Equal((2, LibraryState.Ready), (library.Generation, library.State));
        StaleHandleException e = Assert.Throws<StaleHandleException>(() => library["echo_pointer"].Invoke(pointer));
        Assert.Equal(1, e.Generation);
        Assert.Throws<StaleHandleException>(() => pointer.View());
    }

    [Fact]
    public async Task OnStart_runs_after_each_opening_and_OnStop_before_each_closing()
    {
        FfiRuntime ffi = await StartAsync(lib => lib.KeepLoaded().OnStart("life_start(1, \"first\")", "life_start(1, \"second\")").OnStop("life_stop"));
        LibraryRef library = ffi["life"];
        int starts = library["life_starts"].Invoke().ToInt32();
        int stops = library["life_stops"].Invoke().ToInt32();
        Assert.Equal("second", library["life_name"].Invoke().ToText());
        await library.RestartAsync().Within();
        Assert.Equal((starts + 2, stops + 1), (library["life_starts"].Invoke().ToInt32(), library["life_stops"].Invoke().ToInt32()));
        await ffi.DisposeAsync();
    }

    [Fact]
    public async Task OnStart_that_fails_is_a_load_error()
    {
        await using FfiRuntime ffi = await StartAsync(lib => lib
            .Declare("int32_t echo_i32(int32_t v)", symbol => symbol.Fails("result < 0"))
            .OnStart("echo_i32(-1)"));
        LibraryUnavailableException e = Assert.Throws<LibraryUnavailableException>(() => ffi["life"]["life_starts"].Invoke());
        LibraryStartException start = Assert.IsType<LibraryStartException>(e.InnerException);
        Assert.Equal("echo_i32(-1)", start.Call);
        Assert.IsType<NativeCallFailedException>(start.InnerException);
    }

    [Fact]
    public async Task A_drained_library_finishes_refuses_and_can_be_revived()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        Gate gate = new(library);
        Task<long> running = gate.PassAsync();
        gate.AwaitWaiting(1);
        Task<long> queued = gate.PassAsync();
        SymbolRef open = library["gate_open"];
        Task draining = library.DrainAsync();
        Assert.Equal(LibraryState.Draining, library.State);
        Assert.IsType<LibraryUnavailableException>((await library["add_i32"].TryCallAsync(1, 2)).Failure);
        Assert.False(draining.IsCompleted);
        gate.Open();
        await Task.WhenAll(running, queued).Within();
        await draining.Within();
        Assert.Equal(LibraryState.Stopped, library.State);
        Assert.Throws<LibraryUnavailableException>(() => open.Invoke(0));
        await library.ReviveAsync().Within();
        Assert.Equal((3, 2), (library["add_i32"].Invoke(1, 2).ToInt32(), library.Generation));
        await library.ReviveAsync().Within();
        Assert.Equal(2, library.Generation);
    }

    [Fact]
    public async Task Each_step_is_told_in_order()
    {
        FfiRuntime ffi = await StartAsync(_ => { });
        LibraryRef library = ffi["life"];
        ConcurrentQueue<LibraryStateChange> steps = [];
        library.StateChanged += steps.Enqueue;
        await library.RestartAsync().Within();
        await ffi.DisposeAsync();
        LibraryState[] states = [.. steps.Select(step => step.State)];
        Assert.Equal(LibraryState.Ready, states.First(state => state != LibraryState.Loading));
        Assert.Equal([LibraryState.Draining, LibraryState.Stopped], states.SkipWhile(state => state != LibraryState.Draining).Distinct());
        Assert.All(steps.Skip(1).Zip(steps), pair => Assert.Equal(pair.Second.State, pair.First.Previous));
        Assert.Equal(2, steps.First(step => step.State == LibraryState.Ready).Generation);
    }

    [Fact]
    public async Task Libraries_start_after_those_they_depend_on_and_stop_before_them()
    {
        ConcurrentQueue<string> steps = [];
        FfiRuntimeBuilder builder = new();
        builder.AddLibrary("upper", lib => Life(lib).DependsOn("middle"))
            .AddLibrary("middle", lib => Life(lib).DependsOn("base"))
            .AddLibrary("base", lib => Life(lib));
        FfiRuntime ffi = new(builder.Build());
        foreach (LibraryEntry library in ffi.Entries)
        {
            library.Events.StateChanged += change => steps.Enqueue($"{change.Library} {change.State}");
        }

        Akka.Actor.ActorSystem system = Akka.Actor.ActorSystem.Create("order");
        ffi.Start(system, system.Terminate);
        await ffi.WhenSettled().Within();
        await ffi.DisposeAsync();
        Assert.Equal(
            ["base Ready", "middle Ready", "upper Ready", "upper Stopped", "middle Stopped", "base Stopped"],
            steps.Where(step => step.EndsWith("Ready", StringComparison.Ordinal) || step.EndsWith("Stopped", StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public void Dependencies_that_are_unknown_are_refused()
    {
        OptionsException unknown = Assert.Throws<OptionsException>(() => new FfiRuntimeBuilder().AddLibrary("a", lib => Life(lib).DependsOn("b")).Build());
        Assert.Contains("'b' is not declared", unknown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "a>a")]
    [InlineData("a", "a>b", "b>a")]
    [InlineData("a", "a>b", "b>c", "c>a")]
    [InlineData("b", "a>b", "b>c", "c>b")] // 'a' only leads there.
    public void Dependencies_in_a_circle_are_refused(string named, params string[] needs)
    {
        FfiRuntimeBuilder builder = new();
        foreach (string[] need in needs.Select(static need => need.Split('>')))
        {
            builder.AddLibrary(need[0], lib => Life(lib).DependsOn(need[1]));
        }

        OptionsException circle = Assert.Throws<OptionsException>(() => builder.Build());

        Assert.Contains("depends on itself", circle.Message, StringComparison.Ordinal);
        Assert.Contains($"'{named}'", circle.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("life_start(1")]
    [InlineData("(1)")]
    [InlineData("life_start(1 2)")]
    [InlineData("life_start(\"a)")]
    [InlineData("life_start(1,)")]
    [InlineData("unknown()")]
    [InlineData("life_stop(1)")]
    public void Calls_of_start_and_end_are_checked_when_they_are_declared(string call)
    {
        OptionsException e = Assert.Throws<OptionsException>(() => new FfiRuntimeBuilder().AddLibrary("a", lib => Life(lib).OnStart(call)).Build());
        Assert.StartsWith("ActorFfi:Libraries:a:OnStart", e.Path, StringComparison.Ordinal);
    }

    private static Task<FfiRuntime> StartAsync(Action<LibraryBuilder> configure) =>
        FfiRuntime.StartAsync(b => b.AddLibrary("life", lib => configure(Life(lib))));

    private static LibraryBuilder Life(LibraryBuilder library) => library
        .Path(FixtureLibrary.File)
        .Declare("int32_t life_start(int32_t level, const char *name)")
        .Declare("void life_stop(void)")
        .Declare("int32_t life_starts(void)")
        .Declare("int32_t life_stops(void)")
        .Declare("const char *life_name(void)");
}
