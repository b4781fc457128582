using Microsoft.Extensions.Time.Testing;

namespace ActorFfi.Actors.Tests.Workers;

public sealed class GrowthTests
{
    [Fact]
    public async Task Workers_grow_from_none_to_the_most_while_calls_wait_and_end_when_idle()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib.Workers(0, 16).IdleTimeout(TimeSpan.FromMilliseconds(1)));
        SymbolRef pass = ffi[FixtureLibrary.Name]["gate_pass"];
        for (int i = 0; i < 5; i++)
        {
            using Gate gate = new(ffi[FixtureLibrary.Name]);
            Task<long>[] calls = [.. Enumerable.Range(0, 20).Select(_ => gate.PassAsync())];
            gate.AwaitWaiting(16);
            Assert.Equal(16, pass.Entry.Mailbox.Workers);
            gate.Open();
            await Task.WhenAll(calls).Within();
            Eventually.Holds(() => pass.Entry.Mailbox.Workers == 0, "idle workers ended");
        }
    }

    [Fact]
    public async Task The_fewest_workers_are_there_before_the_first_call_and_stay()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib.Workers(2, 4).IdleTimeout(TimeSpan.FromMilliseconds(1)));
        SymbolRef pass = ffi[FixtureLibrary.Name]["gate_pass"];
        Eventually.Holds(() => pass.Entry.Mailbox.Workers == 2, "two workers came");
        using Gate gate = new(ffi[FixtureLibrary.Name]);
        Task<long>[] calls = [.. Enumerable.Range(0, 4).Select(_ => gate.PassAsync())];
        gate.AwaitWaiting(4);
        gate.Open();
        await Task.WhenAll(calls).Within();
        Eventually.Holds(() => pass.Entry.Mailbox.Workers == 2, "the others ended");
    }

    [Fact]
    public async Task Calls_that_wait_less_than_declared_start_no_further_worker()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(lib => lib.Workers(8).GrowAfter(TimeSpan.FromHours(1)));
        SymbolRef pass = ffi[FixtureLibrary.Name]["gate_pass"];
        using Gate gate = new(ffi[FixtureLibrary.Name]);
        Task<long>[] calls = [.. Enumerable.Range(0, 4).Select(_ => gate.PassAsync())];
        gate.AwaitWaiting(1);
        Assert.Equal((1, 3), (pass.Entry.Mailbox.Workers, pass.Entry.Mailbox.Length));
        gate.Open();
        Assert.Single((await Task.WhenAll(calls).Within()).Distinct());
    }

    [Fact]
    public async Task Further_workers_start_when_calls_have_waited_for_as_long_as_declared()
    {
        FakeTimeProvider time = new();
        TimeSpan patience = TimeSpan.FromHours(1);
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.UseTimeProvider(time).AddFixture(lib => lib.Workers(8).GrowAfter(patience)));
        SymbolRef pass = ffi[FixtureLibrary.Name]["gate_pass"];
        using Gate gate = new(ffi[FixtureLibrary.Name]);
        Task<long>[] calls = [.. Enumerable.Range(0, 3).Select(_ => gate.PassAsync())];
        gate.AwaitWaiting(1);
        time.Advance(patience - TimeSpan.FromTicks(1));
        Assert.Equal((1, 2), (pass.Entry.Mailbox.Workers, pass.Entry.Mailbox.Length));
        time.Advance(TimeSpan.FromTicks(1));
        gate.AwaitWaiting(3);
        gate.Open();
        Assert.Equal(3, (await Task.WhenAll(calls).Within()).Distinct().Count());
    }
}
