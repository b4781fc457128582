using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

public sealed class RunCommandTests
{
    private const string Libraries = """ "ActorFfi": { "Libraries": { "m": { "Path": "libm.so.6", "Symbols": { "cos": "double cos(double x)" } } } } """;

    [Fact]
    public async Task Run_WithAConfiguration_ServesUntilItIsStopped()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", $$"""{ "Host": { "MaxRequestBody": 1000 }, {{Libraries}} } // A comment.""");
        using CancellationTokenSource stop = new();
        await using AnnouncingWriter output = new();

        Task<int> run = CommandLineApp.RunAsync(["--config", config, "--urls", "http://127.0.0.1:0"], output, TextWriter.Null, stop.Token);
        using HttpClient client = new() { BaseAddress = await output.Address };
        HttpResponseMessage reply = await client.PostAsJsonAsync("/v1/libraries/m/symbols/cos", new { arguments = new[] { 0 } });
        HttpResponseMessage large = await client.PostAsJsonAsync("/v1/libraries/m/symbols/cos", new { arguments = new[] { new string('a', 1000) } });
        await stop.CancelAsync();

        Assert.Equal(1, (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("value").GetDouble());
        Assert.Equal(413, (int)large.StatusCode);
        Assert.Equal(0, await run);
    }

    [Theory]
    [InlineData("{ \"Host\": { \"Port\": 1 } }", "Host:Port")]
    [InlineData("{ \"Host\": { \"MaxRequestBody\": \"1 MB\" } }", "Host:MaxRequestBody")]
    [InlineData("{ \"Host\": { \"MaxAllocation\": 0 } }", "Host:MaxAllocation")]
    [InlineData("{ \"Host\": { \"Urls\": \"\" } }", "Host:Urls")]
    [InlineData("{ \"Host\": { \"Urls\": \"ftp://127.0.0.1:0\" } }", "Host:Urls")]
    [InlineData("{ \"ActorFfi\": { \"Libraries\": { \"m\": { \"Paths\": \"x\" } } } }", "ActorFfi:Libraries:m:Paths")]
    [InlineData("{ \"ActorFfi\": { \"Libraries\": { \"m\": { \"Path\": \"x\", \"Symbols\": [ \"int f(\" ] } } } }", "'m'")]
    [InlineData("{ \"ActorFfi\": ", "not valid JSON")]
    public async Task Run_WithWrongSettings_NamesThemAndAnswersTwo(string settings, string reason)
    {
        using TemporaryFolder folder = new();

        CommandLineRun run = await CommandLineRun.Of("run", "--config", folder.Write("a.json", settings));

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnAPortThatIsTaken_FailsWithTheReason()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", $$"""{ {{Libraries}} }""");
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        CommandLineRun run = await CommandLineRun.Of("--config", config, "--urls", $"http://{taken.LocalEndpoint}");

        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.Contains("address already in use", run.Error, StringComparison.Ordinal);
    }
}
