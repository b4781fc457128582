using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

public sealed class HealthTests
{
    [Fact]
    public async Task Readiness_FollowsTheLibraries()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("m", library => library.Path("libm.so.6").Declare("double cos(double x)")));
        await using RunningService service = await RunningService.StartAsync(ffi, new HostOptions());
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await GetAsync(service, "/readyz"));

        await ffi["m"].DrainAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await GetAsync(service, "/readyz"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await GetAsync(service, "/healthz"));
    }

    private static async Task<(HttpStatusCode Status, string? Text)> GetAsync(RunningService service, string path)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(path);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
    }
}
