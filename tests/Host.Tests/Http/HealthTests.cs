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

    [Fact]
    public async Task Library_ThatBacksOff_SaysWhenTheNextAttemptIs()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(declare => declare.AddLibrary("late", library => library
            .Path("libnothing_of_the_kind.so")
            .OnLoadError(FailureDirective.RestartLibrary)
            .RestartDelay(TimeSpan.FromHours(1))
            .RestartMaximumDelay(TimeSpan.FromHours(1))
            .RestartJitter(0)
            .Declare("double cos(double x)")));
        await using RunningService service = await RunningService.StartAsync(ffi, new HostOptions());

        using HttpResponseMessage refused = await service.Client.PostAsync("/v1/libraries/late/symbols/cos", JsonContent.Create(new { arguments = new[] { 1 } }));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));
    }

    private static async Task<(HttpStatusCode Status, string? Text)> GetAsync(RunningService service, string path)
    {
        using HttpResponseMessage response = await service.Client.GetAsync(path);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
    }
}
