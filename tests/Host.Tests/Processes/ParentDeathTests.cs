using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Processes;

/// <summary>Guests end with the service, however that ends, whatever their native code is at, and with the processes that it has started.</summary>
public sealed class ParentDeathTests
{
    [Fact]
    public async Task Guests_OfAServiceThatIsKilled_End()
    {
        await using BusyService busy = await BusyService.StartAsync();

        busy.Service.Signal("KILL");

        await busy.AssertEndedAsync(128 + 9);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => busy.Hanging);
    }

    [Fact]
    public async Task Guests_OfAServiceThatIsAborted_End()
    {
        await using BusyService busy = await BusyService.StartAsync();

        busy.Service.Signal("ABRT"); // .NET passes over the first that is sent and not caused.
        await Eventually.HoldsAsync(
            () =>
            {
                busy.Service.Signal("ABRT");
                return Task.FromResult(busy.Service.HasEnded);
            },
            "the service ended");

        await busy.AssertEndedAsync(128 + 6);
    }

    [Fact]
    public async Task Guests_OfAServiceThatIsKilled_EndThoughAForkOfItLives()
    {
        await using BusyService busy = await BusyService.StartAsync();
        using HttpResponseMessage forked = await busy.PostAsync("here/symbols/fork_and_stay");
        using System.Diagnostics.Process fork = System.Diagnostics.Process.GetProcessById((await forked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("value").GetInt32());
        try
        {
            busy.Service.Signal("KILL");

            busy.AssertGuestsEnd();
            Assert.False(fork.HasExited);
        }
        finally
        {
            fork.Kill();
        }

        await busy.AssertEndedAsync(128 + 9);
    }

    [Theory]
    [InlineData("crash_abort", 128 + 6)]
    [InlineData("crash_wild_read", 128 + 11)]
    [InlineData("crash_exit_at_once", 7, 7)]
    public async Task Guests_OfAServiceThatNativeCodeEnds_End(string symbol, int code, params int[] arguments)
    {
        await using BusyService busy = await BusyService.StartAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => busy.PostAsync($"here/symbols/{symbol}", arguments));

        await busy.AssertEndedAsync(code);
    }

    [Fact]
    public async Task Guests_OfAServiceThatStops_EndAndTheirCallIsAnswered()
    {
        await using BusyService busy = await BusyService.StartAsync();

        busy.Service.Signal("TERM");

        using HttpResponseMessage answer = await busy.Hanging;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await busy.AssertEndedAsync(0);
    }

    /// <summary>A service with three guests, one of which is in an endless loop and has started a process of its own.</summary>
    private sealed class BusyService : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private int[] _processes = [];

        public ServiceProcess Service { get; private set; } = null!;

        public Task<HttpResponseMessage> Hanging { get; private set; } = null!;

        public static async Task<BusyService> StartAsync()
        {
            BusyService busy = new();
            string config = busy._folder.Write("a.json", $$"""
                { "ActorFfi": { "ShutdownTimeout": "00:00:01", "Libraries": {
                    "here": { "Path": "{{TestService.FixturePath}}", "Symbols": [
                        "int32_t crash_abort(void)", "int32_t crash_wild_read(void)", "int32_t crash_exit_at_once(int32_t code)", "int32_t fork_and_stay(void)" ] },
                    "apart": { "Path": "{{TestService.FixturePath}}", "Isolation": "Process", "Processes": 2, "Spares": 1, "StopTimeout": "00:00:01", "Symbols": [
                        "int32_t crash_endless_loop(void)", "int32_t fork_and_stay(void)" ] } } } }
                """);
            busy.Service = await ServiceProcess.StartAsync(config);
            await busy.BecomeBusyAsync();
            return busy;
        }

        public Task<HttpResponseMessage> PostAsync(string path, params int[] arguments) =>
            Service.Client.PostAsJsonAsync($"/v1/libraries/{path}", new { arguments });

        public async ValueTask DisposeAsync()
        {
            Service.Dispose();
            _folder.Dispose();
            await ((Task)Hanging).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // The code of the service comes first: it is what ends everything else.
        public async Task AssertEndedAsync(int code)
        {
            Assert.Equal(code, (await Service.EndAsync()).Code);
            AssertGuestsEnd();
        }

        public void AssertGuestsEnd()
        {
            Assert.Equal(4, _processes.Length);
            Eventually.Holds(() => _processes.All(static process => StateOf(process) is null or 'Z'), "the guests ended, and what they had started");
        }

        private async Task BecomeBusyAsync()
        {
            JsonElement[] guests = [];
            await Eventually.HoldsAsync(async () => (guests = await GuestsAsync()).Length == 3, "all guests were ready");
            using HttpResponseMessage forked = await PostAsync("apart/symbols/fork_and_stay");
            int child = (await forked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("value").GetInt32();
            Hanging = PostAsync("apart/symbols/crash_endless_loop");
            await Eventually.HoldsAsync(async () => (await GuestsAsync()).Any(static guest => guest.GetProperty("busy").GetInt32() == 1), "a guest was busy");
            _processes = [child, .. guests.Select(static guest => guest.GetProperty("pid").GetInt32())];
            Assert.All(_processes, static process => Assert.True(StateOf(process) is not (null or 'Z')));
        }

        private async Task<JsonElement[]> GuestsAsync() =>
            [.. (await Service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries/apart/guests")).GetProperty("guests").EnumerateArray()];

        // The letter of the system's process list; null where there is no such process any more.
        private static char? StateOf(int process)
        {
            try
            {
                return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat")).Split(") ")[^1][0];
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
