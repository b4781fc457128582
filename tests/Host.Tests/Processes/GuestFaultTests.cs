using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Processes;

/// <summary>One service, and everything that native code can do to its process: the service stays the process that it is, and answers.</summary>
public sealed class GuestFaultTests(GuestFaultTests.FaultyService faulty) : IClassFixture<GuestFaultTests.FaultyService>
{
    private const int Others = 8;

    [Theory]
    [InlineData("crash_null_write", 502, "SIGSEGV", null, 1)]
    [InlineData("crash_wild_read", 502, "SIGSEGV", null)]
    [InlineData("crash_abort", 502, "SIGABRT", null)]
    [InlineData("crash_exit", 502, null, 7, 7)]
    [InlineData("crash_exit_at_once", 502, null, 8, 8)]
    [InlineData("crash_stack_overflow", 502, "SIGSEGV", null)]
    [InlineData("crash_divide", 502, "SIGFPE", null, 0)]
    [InlineData("crash_double_free", 502, "SIGABRT", null)]
    [InlineData("crash_fork_and_exit", 502, null, 9)]
    [InlineData("crash_pthread_exit", 502, null, 67)]
    [InlineData("crash_memory_hog", 502, "SIGABRT", null, 2_000_000_000)]
    [InlineData("crash_raise", 502, "SIGKILL", null, 9)]
    [InlineData("crash_endless_loop", 504, null, null)]
    [InlineData("crash_endless_sleep", 504, null, null)]
    [InlineData("crash_truncate_all", 200, null, null)]
    public async Task Fault_OverHttp_IsAnsweredAndTheServiceGoesOn(string symbol, int status, string? signal, int? exitCode, params int[] arguments)
    {
        int guest = await faulty.GuestAsync();

        Task<(HttpStatusCode Status, JsonElement Body)> fault = faulty.CallAsync(symbol, arguments);
        (HttpStatusCode Status, JsonElement Body)[] beside = await Task.WhenAll(Enumerable.Range(0, Others).Select(i => faulty.CallAsync("add_i32", i, 1)));
        (HttpStatusCode answered, JsonElement body) = await fault;

        Assert.Equal((HttpStatusCode)status, answered);
        Assert.Equal((signal, exitCode), (TextOf(body, "signal"), NumberOf(body, "exitCode")));
        Assert.All(beside, static reply => Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.BadGateway, $"{reply}")); // Those that ran in the same guest died with it.
        int next = await faulty.GuestAsync();
        Assert.Equal(status == 200, guest == next);
        Assert.Equal(faulty.ServiceId, ParentOf(next));
        Assert.False(faulty.HasEnded);
    }

    [Fact]
    public async Task Fault_OfACallWithABuffer_TellsTheClientNothingOfBuffersThatItDoesNotHave()
    {
        (HttpStatusCode Status, JsonElement Body) died = await faulty.PostAsync("fill_and_die", new { allocate = 16 }, 16, 1);
        (HttpStatusCode Status, JsonElement Body) late = await faulty.PostAsync("gate_fill", 1, new { allocate = 16 }, 16, 1);

        Assert.Equal((HttpStatusCode.BadGateway, HttpStatusCode.GatewayTimeout), (died.Status, late.Status));
        Assert.Contains("was ended by SIGABRT", TextOf(died.Body, "detail"), StringComparison.Ordinal);
        Assert.Contains("Its guest was ended and is being replaced.", TextOf(late.Body, "detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("the call's buffers", TextOf(died.Body, "detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("the call's buffers", TextOf(late.Body, "detail"), StringComparison.Ordinal);
    }

    // Its guest may go on, until it would have to be told something.
    [Fact]
    public async Task Guest_ThatHasClosedAllItsDescriptors_IsReplacedWhereItIsOfNoUse()
    {
        (HttpStatusCode status, _) = await faulty.CallAsync("crash_close_all");
        (HttpStatusCode Status, JsonElement Body)[] after = await Task.WhenAll(Enumerable.Range(0, Others).Select(i => faulty.CallAsync("add_i32", i, 1)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(after, static reply => Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.BadGateway, $"{reply}"));
        Assert.Equal(HttpStatusCode.OK, (await faulty.CallAsync("add_i32", 1, 2)).Status);
        Assert.Equal(faulty.ServiceId, ParentOf(await faulty.GuestAsync()));
    }

    private static string? TextOf(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static int? NumberOf(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : null;

    private static int ParentOf(int process) =>
        int.Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat")).Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>A service with one guest, which whoever calls it may end as often as he likes.</summary>
    public sealed class FaultyService : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private ServiceProcess _service = null!;

        public int ServiceId => _service.Id;

        public bool HasEnded => _service.HasEnded;

        public async Task InitializeAsync() => _service = await ServiceProcess.StartAsync(_folder.Write("a.json", $$"""
            { "ActorFfi": { "Libraries": { "apart": {
                "Path": "{{TestService.FixturePath}}", "Isolation": "Process", "MemoryLimit": 536870912, "Workers": 4,
                "RestartLimit": 1000, "RestartDelay": "00:00:00.001", "RestartMaximumDelay": "00:00:00.001", "PoisonAfter": 0,
                "Symbols": [
                    "int32_t process_id(void)", "int32_t add_i32(int32_t a, int32_t b)",
                    "int32_t crash_null_write(int32_t value)", "int32_t crash_wild_read(void)", "int32_t crash_abort(void)", "int32_t crash_exit(int32_t code)",
                    "int32_t crash_exit_at_once(int32_t code)", "int32_t crash_divide(int32_t by)", "int32_t crash_pthread_exit(void)", "int32_t crash_raise(int32_t number)",
                    "int32_t crash_stack_overflow(void)", "int32_t crash_double_free(void)", "int32_t crash_fork_and_exit(void)", "int32_t crash_memory_hog(int64_t most)",
                    "int32_t crash_truncate_all(void)", "int32_t crash_close_all(void)", "int32_t fill_and_die(uint8_t data[length], size_t length, uint8_t value)",
                    { "Declaration": "void gate_fill(int32_t gate, uint8_t data[length], size_t length, uint8_t value)", "Timeout": "00:00:01" },
                    { "Declaration": "int32_t crash_endless_loop(void)", "Timeout": "00:00:01" }, { "Declaration": "int32_t crash_endless_sleep(void)", "Timeout": "00:00:01" } ] } } } }
            """));

        public Task DisposeAsync()
        {
            _service.Dispose();
            _folder.Dispose();
            return Task.CompletedTask;
        }

        public async Task<int> GuestAsync() => (await CallAsync("process_id")).Body.GetProperty("value").GetInt32();

        public Task<(HttpStatusCode Status, JsonElement Body)> CallAsync(string symbol, params int[] arguments) => PostAsync(symbol, [.. arguments]);

        public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string symbol, params object[] arguments)
        {
            using HttpResponseMessage response = await _service.Client.PostAsJsonAsync($"/v1/libraries/apart/symbols/{symbol}", new { arguments });
            return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
        }
    }
}
