using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Processes;

/// <summary>Requests that come while the service is told to stop.</summary>
public sealed class ShutdownTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\"Isolation\": \"Process\",")]
    public async Task Requests_DuringTheStop_AreAnsweredOrNotTaken(string isolation)
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", $$"""
            { "ActorFfi": { "Libraries": { "f": { "Path": "{{TestService.FixturePath}}", {{isolation}} "Workers": 8, "Symbols": {
                "sleep_ms": "int32_t sleep_ms(int32_t milliseconds)", "add_i32": "int32_t add_i32(int32_t a, int32_t b)" } } } } }
            """);
        using ServiceProcess service = await ServiceProcess.StartAsync(config);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(service, "sleep_ms", 1));
        Task<HttpStatusCode?>[] running = [.. Enumerable.Range(0, 4).Select(_ => CallAsync(service, "sleep_ms", 1500))];
        await AcceptedAsync(service, 4);
        Task<List<HttpStatusCode?>>[] others = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => CallUntilTheEndAsync(service)))];

        (int code, string output) = await service.TerminateAsync();
        HttpStatusCode?[] finished = await Task.WhenAll(running);
        List<HttpStatusCode?>[] seen = await Task.WhenAll(others);

        Assert.Equal(0, code);
        Assert.All(finished, static status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.All(seen.SelectMany(static one => one), static status => Assert.True(status is null or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{status}"));
        Assert.DoesNotContain("fail:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NativeCode_ThatDoesNotReturnFromTheStopOfItsLibrary_DoesNotKeepTheProcess()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", $$"""
            { "ActorFfi": { "Libraries": { "f": { "Path": "{{TestService.FixturePath}}", "StopTimeout": "00:00:00.1", "OnStart": ["gate_close(1)"], "OnStop": ["gate_pass(1)"], "Symbols": {
                "gate_close": "void gate_close(int32_t gate)", "gate_pass": "int64_t gate_pass(int32_t gate)" } } } } }
            """);
        using ServiceProcess service = await ServiceProcess.StartAsync(config);

        (int code, string output) = await service.TerminateAsync();

        Assert.Equal(0, code);
        Assert.Contains("'OnStop' has not returned", output, StringComparison.Ordinal);
    }

    private static async Task AcceptedAsync(ServiceProcess service, int calls)
    {
        JsonElement library;
        do
        {
            library = await service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries/f");
        }
        while (library.GetProperty("acceptedCalls").GetInt32() < calls);
    }

    // Until the service takes no connection any more.
    private static async Task<List<HttpStatusCode?>> CallUntilTheEndAsync(ServiceProcess service)
    {
        List<HttpStatusCode?> seen = [];
        do
        {
            seen.Add(await CallAsync(service, "add_i32", 1, 2));
        }
        while (seen[^1] is not null);

        return seen;
    }

    // Null where the request was not taken. What is answered, is answered whole.
    private static async Task<HttpStatusCode?> CallAsync(ServiceProcess service, string symbol, params int[] arguments)
    {
        HttpResponseMessage response;
        try
        {
            response = await service.Client.PostAsJsonAsync($"/v1/libraries/f/symbols/{symbol}", new { arguments });
        }
        catch (HttpRequestException)
        {
            return null;
        }

        using (response)
        {
            Assert.Equal(JsonValueKind.Object, (await response.Content.ReadFromJsonAsync<JsonElement>()).ValueKind);
            return response.StatusCode;
        }
    }
}
