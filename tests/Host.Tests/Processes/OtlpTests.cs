using System.Collections.Concurrent;
using System.Text;
using ActorFfi.Host.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Host.Tests.Processes;

/// <summary>What reaches a collector that the standard variables name.</summary>
public sealed class OtlpTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";

    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    [Fact]
    public async Task Service_WithACollector_ExportsTracesOfTheCallersMetricsAndLogs()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", """{ "ActorFfi": { "Libraries": { "m": { "Path": "libm.so.6", "Symbols": [ "double cos(double x)" ] } } } }""");
        await using WebApplication collector = await CollectAsync();
        using ServiceProcess service = await ServiceProcess.StartAsync(
            config,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_SERVICE_NAME", "the-name-of-the-service"));
        using HttpRequestMessage call = new(HttpMethod.Post, "/v1/libraries/m/symbols/cos?arg=0.5");
        call.Headers.Add("traceparent", $"00-{Trace}-{Caller}-01");
        using HttpResponseMessage response = await service.Client.SendAsync(call);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(0, (await service.TerminateAsync()).Code); // What is left is sent at the end.

        string traces = BodyOf("/v1/traces");
        Assert.Contains("m/cos", traces, StringComparison.Ordinal);
        Assert.Contains("the-name-of-the-service", traces, StringComparison.Ordinal);
        Assert.Equal(3, traces.Split(Bytes(Trace)).Length); // The request's activity, and the native call's.
        Assert.Contains(Bytes(Caller), traces, StringComparison.Ordinal);
        Assert.Contains("actorffi.call.native_time", BodyOf("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("Library 'm' is ready with 1 symbols.", BodyOf("/v1/logs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c,OTEL_SDK_DISABLED=true", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c,OTEL_LOGS_EXPORTER=none", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c", true, false)]
    [InlineData("OTEL_LOGS_EXPORTER=otlp", false, true)]
    public void Variables_SayWhatIsExported(string variables, bool traces, bool logs)
    {
        Dictionary<string, string> environment = variables.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]);
        OtlpSettings settings = new(name => environment.GetValueOrDefault(name));

        Assert.Equal((traces, logs), (settings.ExportsTraces, settings.ExportsLogs));
    }

    private async Task<WebApplication> CollectAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication collector = builder.Build();
        collector.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((context.Request.Path, body.ToArray()));
        });
        await collector.StartAsync();
        return collector;
    }

    // Each byte a character, so that texts and ids are found in the binary form.
    private string BodyOf(string path) => string.Concat(_received.Where(one => one.Path == path).Select(one => Encoding.Latin1.GetString(one.Body)));

    private static string Bytes(string hex) => Encoding.Latin1.GetString(Convert.FromHexString(hex));
}
