using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

/// <summary>What an administrator does over HTTP, on a runtime of its own.</summary>
public sealed class ControlTests : IAsyncLifetime
{
    private FfiRuntime _ffi = null!;
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        _ffi = await TestService.StartRuntimeAsync();
        _service = await RunningService.StartAsync(_ffi, new HostOptions());
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _ffi.DisposeAsync();
    }

    [Fact]
    public async Task Restart_OfALibrary_BeginsANewGeneration()
    {
        JsonElement view = await PostAsync("zlib/restart");

        Assert.Equal(("Ready", 2), (view.GetProperty("state").GetString(), view.GetProperty("generation").GetInt32()));
        Assert.Contains(_service.Log.All, line => line.StartsWith("1100 Audit: restart of library 'zlib' by 'local' from 127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drain_AndRevive_StopAndStart()
    {
        Assert.Equal("Stopped", (await PostAsync("zlib/drain")).GetProperty("state").GetString());
        using HttpResponseMessage call = await _service.Client.PostAsJsonAsync("/v1/libraries/zlib/symbols/zlibVersion", new { });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, call.StatusCode);

        Assert.Equal("Ready", (await PostAsync("zlib/revive")).GetProperty("state").GetString());
        using HttpResponseMessage again = await _service.Client.PostAsJsonAsync("/v1/libraries/zlib/symbols/zlibVersion", new { });
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Revive_OfALibraryThatIsNotThere_FailsWithTheReasonAndIsLogged()
    {
        using HttpResponseMessage response = await _service.Client.PostAsync("/v1/libraries/missing/revive", content: null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("libnothing_of_the_kind.so", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(_service.Log.All, line => line.StartsWith("1101 Audit: revive of library 'missing'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Control_OfAnUnknownLibrary_SuggestsTheRightOne()
    {
        using HttpResponseMessage response = await _service.Client.PostAsync("/v1/libraries/zlip/restart", content: null);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("'zlib'", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_AreListedTheNewestFirstAndCounted()
    {
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage failed = await _service.Client.PostAsJsonAsync("/v1/libraries/fixture/symbols/fails", new { arguments = new[] { -1, 2 } });
        }

        JsonElement[] failures = [.. (await _service.Client.GetFromJsonAsync<JsonElement>("/v1/failures")).GetProperty("failures").EnumerateArray()];
        Assert.Equal(("fixture", "fails", "declared_failure", 3), (Text(failures[0], "library"), Text(failures[0], "symbol"), Text(failures[0], "outcome"), failures[0].GetProperty("count").GetInt32()));
        Assert.Equal(("missing", "Failed", "LibraryLoadException"), (Text(failures[1], "library"), Text(failures[1], "outcome"), Text(failures[1], "error")));
    }

    [Fact]
    public async Task Views_OfLibrariesAndSymbols_SayWhatThereIs()
    {
        using HttpResponseMessage call = await _service.Client.PostAsJsonAsync("/v1/libraries/zlib/symbols/zlibVersion", new { });
        JsonElement all = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries");
        JsonElement one = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries/zlib");
        JsonElement symbol = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries/zlib/symbols/zlibVersion");
        JsonElement absent = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries/fixture/symbols/absent");
        using HttpResponseMessage unknown = await _service.Client.GetAsync("/v1/libraries/zlib/symbols/zlibVersio");

        Assert.Equal(["a+ü", "fixture", "missing", "zlib"], all.GetProperty("libraries").EnumerateArray().Select(library => Text(library, "name")));
        Assert.Equal("Ready", Text(one, "state"));
        Assert.Equal("w1", Text(symbol.GetProperty("workers").EnumerateArray().Single(), "name"));
        Assert.True(absent.GetProperty("absent").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Description_OfTheApi_HasEachPathAndItsScope()
    {
        JsonElement document = await _service.Client.GetFromJsonAsync<JsonElement>("/v1/openapi.json");

        JsonElement paths = document.GetProperty("paths");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["/v1/events", "/v1/failures", "/v1/libraries", "/v1/libraries/{library}", "/v1/libraries/{library}/calls", "/v1/libraries/{library}/drain", "/v1/libraries/{library}/guests", "/v1/libraries/{library}/pardon", "/v1/libraries/{library}/restart", "/v1/libraries/{library}/revive", "/v1/libraries/{library}/roll", "/v1/libraries/{library}/symbols/{symbol}"],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        JsonElement call = paths.GetProperty("/v1/libraries/{library}/symbols/{symbol}").GetProperty("post");
        Assert.Contains("Scope: call.", Text(call, "description"), StringComparison.Ordinal);
        Assert.True(call.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/octet-stream", out _));
        Assert.True(call.GetProperty("responses").TryGetProperty("504", out _));
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private async Task<JsonElement> PostAsync(string path)
    {
        using HttpResponseMessage response = await _service.Client.PostAsync($"/v1/libraries/{path}", content: null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
