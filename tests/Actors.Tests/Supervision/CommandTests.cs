namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>Commands to libraries: each has an answer, whatever else is going on.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Revive_OfALibraryThatDrains_TakesTheDrainBack()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using Gate gate = new(library);
        Task<long> running = gate.PassAsync();
        gate.AwaitWaiting(1);
        Task draining = library.DrainAsync();

        await library.ReviveAsync().Within();

        LibraryRevivedException overtaken = await Assert.ThrowsAsync<LibraryRevivedException>(() => draining.Within());
        Assert.Equal(FixtureLibrary.Name, overtaken.Library);
        Assert.Equal((LibraryState.Ready, 1), (library.State, library.Generation));
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
        gate.Open();
        await running.Within();
        Assert.Equal(LibraryState.Ready, library.State);
    }

    [Fact]
    public async Task Drain_WhoseCallerWaitsNoLonger_GoesOn()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using Gate gate = new(library);
        Task<long> running = gate.PassAsync();
        gate.AwaitWaiting(1);
        using CancellationTokenSource impatient = new();
        Task draining = library.DrainAsync(impatient.Token);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining.Within());
        Assert.Equal(LibraryState.Draining, library.State);
        gate.Open();
        await running.Within();

        Eventually.Holds(() => library.State == LibraryState.Stopped, "the library stopped");
    }

    [Fact]
    public async Task Commands_ThatOvertakeEachOther_AllHaveAnAnswer()
    {
        Random random = new(20);
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        for (int round = 0; round < 50; round++)
        {
            Task[] commands = [.. Enumerable.Range(0, 4).Select(_ => Command(library, random.Next(3)))];
            foreach (Task command in commands)
            {
                await command.Within().ContinueWith(static ended => ended.Exception?.Handle(static e => e is LibraryUnavailableException or LibraryRevivedException), TaskScheduler.Default);
            }

            await library.ReviveAsync().Within();
            Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
        }
    }

    [Fact]
    public async Task Commands_AfterTheStopOfTheRuntime_AreAnswered()
    {
        FfiRuntime ffi = await FixtureLibrary.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        await ffi.StopAsync().Within();

        await library.DrainAsync().Within();
        LibraryUnavailableException revived = await Assert.ThrowsAsync<LibraryUnavailableException>(() => library.ReviveAsync().Within());
        await Assert.ThrowsAsync<LibraryUnavailableException>(() => library.RestartAsync().Within());

        Assert.Equal((LibraryState.Stopped, LibraryState.Stopped), (revived.State, library.State));
    }

    private static Task Command(LibraryRef library, int number) => number switch
    {
        0 => library.DrainAsync(),
        1 => library.ReviveAsync(),
        _ => library.RestartAsync(),
    };
}
