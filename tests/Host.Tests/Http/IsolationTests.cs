using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

/// <summary>A library in a process of its own, over HTTP: what its crashes cost, and what an administrator does about them.</summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private FfiRuntime _ffi = null!;
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        _ffi = await FfiRuntime.StartAsync(declare => declare
            .AddLibrary("isolated", library => library
                .Path(TestService.FixturePath)
                .Isolation(IsolationMode.Process)
                .RestartDelay(TimeSpan.FromMilliseconds(1))
                .Declare("int32_t crash_null_write(int32_t value)", symbol => symbol.PoisonAfter(1))
                .Declare("int32_t crash_exit(int32_t code)")
                .Declare("int32_t crash_complain(const char *text)")
                .Declare("int32_t add_i32(int32_t a, int32_t b)"))
            .AddLibrary("here", library => library.Path("libm.so.6").Declare("double cos(double x)")));
        _service = await RunningService.StartAsync(_ffi, new HostOptions());
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _ffi.DisposeAsync();
    }

    [Fact]
    public async Task Call_ThatCrashesItsGuest_IsAProblemAndTheNextOneIsAnswered()
    {
        int guest = _ffi["isolated"].Guests.Single().ProcessId;

        (HttpStatusCode status, JsonElement problem) = await CallAsync("crash_null_write", 7);
        (HttpStatusCode next, JsonElement reply) = await CallAsync("add_i32", 40, 2);

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Equal((nameof(GuestCrashedException), "SIGSEGV", guest), (Text(problem, "error"), Text(problem, "signal"), problem.GetProperty("pid").GetInt32()));
        Assert.False(problem.TryGetProperty("exitCode", out _));
        Assert.Equal((HttpStatusCode.OK, 42), (next, reply.GetProperty("value").GetInt32()));
        Assert.NotEqual(guest, _ffi["isolated"].Guests.Single().ProcessId);
    }

    [Fact]
    public async Task Call_ThatExits_SaysItsExitCodeAndNoSignal()
    {
        (HttpStatusCode status, JsonElement problem) = await CallAsync("crash_exit", 9);

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Equal((JsonValueKind.Null, 9), (problem.GetProperty("signal").ValueKind, problem.GetProperty("exitCode").GetInt32()));
        Assert.Equal(HttpStatusCode.OK, (await CallAsync("add_i32", 1, 2)).Status);
    }

    [Fact]
    public async Task Pardon_LetsARefusedCallRunAgain()
    {
        Assert.Equal(HttpStatusCode.BadGateway, (await CallAsync("crash_null_write", 7)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await CallAsync("crash_null_write", 7)).Status);

        (HttpStatusCode status, JsonElement view) = await PostAsync("isolated/pardon");

        Assert.Equal((HttpStatusCode.OK, "isolated"), (status, Text(view, "name")));
        Assert.Equal(HttpStatusCode.BadGateway, (await CallAsync("crash_null_write", 7)).Status);
        Assert.Contains(_service.Log.All, line => line.StartsWith("1100 Audit: pardon of library 'isolated' by 'local'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Library_ShowsItsGuestsAndHowOthersDied()
    {
        int guest = _ffi["isolated"].Guests.Single().ProcessId;
        await CallAsync("crash_complain", "it hurts");
        await CallAsync("add_i32", 40, 2);

        JsonElement library = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries/isolated");
        JsonElement guests = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries/isolated/guests");
        JsonElement here = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries/here");

        JsonElement crash = library.GetProperty("crashes").EnumerateArray().Single();
        Assert.Equal(("crash_complain", guest, "SIGABRT", 1), (Text(crash, "symbol"), crash.GetProperty("pid").GetInt32(), Text(crash, "signal"), crash.GetProperty("generation").GetInt32()));
        Assert.Contains("it hurts", Text(crash, "arguments"), StringComparison.Ordinal);
        Assert.Equal("it hurts", crash.GetProperty("standardError").EnumerateArray().Last().GetString());
        Assert.True(crash.GetProperty("secondsInCall").GetDouble() >= 0);
        Assert.True(crash.GetProperty("at").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        Assert.Equal(JsonValueKind.Null, crash.GetProperty("exitCode").ValueKind);
        JsonElement now = library.GetProperty("guests").EnumerateArray().Single();
        Assert.Equal((_ffi["isolated"].Guests.Single().ProcessId, "Serving", 2), (now.GetProperty("pid").GetInt32(), Text(now, "state"), now.GetProperty("generation").GetInt32()));
        Assert.True(now.GetProperty("calls").GetInt64() >= 1);
        Assert.True(now.GetProperty("residentBytes").GetInt64() > 1 << 20);
        Assert.True(now.GetProperty("since").GetDateTimeOffset() > crash.GetProperty("at").GetDateTimeOffset().AddMinutes(-1));
        Assert.True(now.TryGetProperty("busy", out _));
        Assert.Equal(crash.GetRawText(), guests.GetProperty("crashes")[0].GetRawText());
        Assert.Equal(now.GetProperty("pid").GetInt32(), guests.GetProperty("guests")[0].GetProperty("pid").GetInt32());
        Assert.True(library.GetProperty("isolated").GetBoolean());
        Assert.False(here.GetProperty("isolated").GetBoolean());
        Assert.Equal(0, here.GetProperty("guests").GetArrayLength() + here.GetProperty("crashes").GetArrayLength());
    }

    [Fact]
    public async Task Top_ShowsGuestsAndSpares()
    {
        CommandLineRun run = await CommandLineRun.Of("top", "--once", "--url", _service.Address.ToString());

        Assert.Matches(@"\nhere +Ready +1 +- ", run.Output);
        Assert.Matches(@"\nisolated +Ready +1 +1 ", run.Output);
    }

    [Fact]
    public async Task Failures_CarryTheCrashReport()
    {
        int guest = _ffi["isolated"].Guests.Single().ProcessId;
        await CallAsync("crash_complain", "it hurts");

        JsonElement failures = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/failures");

        JsonElement crash = failures.GetProperty("failures").EnumerateArray().Single(one => Text(one, "library") == "isolated").GetProperty("crash");
        Assert.Equal((guest, "SIGABRT", "crash_complain"), (crash.GetProperty("pid").GetInt32(), Text(crash, "signal"), Text(crash, "symbol")));
    }

    [Fact]
    public async Task Description_HasGuestsAndCrashes()
    {
        JsonElement document = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/openapi.json");

        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.True(document.GetProperty("paths").TryGetProperty("/v1/libraries/{library}/guests", out _));
        Assert.Equal(["busy", "calls", "generation", "pid", "residentBytes", "since", "state"], MembersOf("GuestView"));
        Assert.Equal(["arguments", "at", "exitCode", "generation", "pid", "reason", "secondsInCall", "signal", "standardError", "symbol"], MembersOf("CrashView"));
        Assert.Contains("guests", MembersOf("LibraryView"));
        Assert.Contains("crashes", MembersOf("LibraryView"));
        Assert.Contains("crash", MembersOf("FailureView"));
        Assert.Contains("exitCode", MembersOf("ProblemBody"));

        IEnumerable<string> MembersOf(string type) => schemas.GetProperty(type).GetProperty("properties").EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Roll_ReplacesTheGuests()
    {
        int guest = _ffi["isolated"].Guests.Single().ProcessId;

        (HttpStatusCode status, JsonElement view) = await PostAsync("isolated/roll");

        Assert.Equal((HttpStatusCode.OK, "Ready"), (status, Text(view, "state")));
        Assert.NotEqual(guest, _ffi["isolated"].Guests.Single().ProcessId);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync("add_i32", 1, 2)).Status);
        Assert.Contains(_service.Log.All, line => line.StartsWith("1100 Audit: roll of library 'isolated' by 'local'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Roll_OfALibraryWithoutGuests_SaysWhatToDoInstead()
    {
        (HttpStatusCode status, JsonElement problem) = await PostAsync("here/roll");

        Assert.Equal((HttpStatusCode.BadRequest, nameof(NotSupportedException)), (status, Text(problem, "error")));
        Assert.Contains("has no guests to replace", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Contains(_service.Log.All, line => line.StartsWith("1101 Audit: roll of library 'here'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RollAndPardon_OnTheCommandLine_AnswerLikeTheOthers()
    {
        string url = _service.Address.ToString();
        int guest = _ffi["isolated"].Guests.Single().ProcessId;

        CommandLineRun rolled = await CommandLineRun.Of("roll", "isolated", "--url", url);
        CommandLineRun pardoned = await CommandLineRun.Of("pardon", "isolated", "--json", "--url", url);
        CommandLineRun refused = await CommandLineRun.Of("roll", "here", "--url", url);

        Assert.Equal(0, rolled.Code);
        Assert.StartsWith("Library 'isolated' is Ready, generation ", rolled.Output, StringComparison.Ordinal);
        Assert.NotEqual(guest, _ffi["isolated"].Guests.Single().ProcessId);
        Assert.Equal((0, "isolated"), (pardoned.Code, Text(JsonDocument.Parse(pardoned.Output).RootElement, "name")));
        Assert.Equal(1, refused.Code);
        Assert.Contains("has no guests to replace", refused.Error, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private async Task<(HttpStatusCode Status, JsonElement Body)> CallAsync(string symbol, params object[] arguments)
    {
        using HttpResponseMessage response = await _service.Client.PostAsJsonAsync($"/v1/libraries/isolated/symbols/{symbol}", new { arguments });
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path)
    {
        using HttpResponseMessage response = await _service.Client.PostAsync($"/v1/libraries/{path}", content: null);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
