using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

public sealed class BenchCommandTests
{
    private static readonly string[] _add = ["--path", TestService.FixturePath, "--declare", "int32_t add_i32(int32_t a, int32_t b)", "--duration", "0.2"];

    [Theory]
    [InlineData("1")]
    [InlineData("8")]
    public async Task Bench_OfAFunction_PrintsRateAndLatency(string concurrency)
    {
        CommandLineRun run = await CommandLineRun.Of(["bench", "--json", .. _add, "--concurrency", concurrency, "add_i32", "1", "2"]);

        JsonElement result = JsonDocument.Parse(run.Output).RootElement;
        JsonElement latency = result.GetProperty("latency");
        Assert.Equal((0, 0), (run.Code, result.GetProperty("failures").GetInt32()));
        Assert.True(result.GetProperty("callsPerSecond").GetDouble() > 0);
        Assert.InRange(latency.GetProperty("p50").GetDouble(), double.Epsilon, latency.GetProperty("p99").GetDouble());
        Assert.True(latency.GetProperty("longest").GetDouble() > 0);
    }

    [Fact]
    public async Task Bench_WithABuffer_GivesEachLaneItsOwn()
    {
        CommandLineRun run = await CommandLineRun.Of(
            "bench", "--path", TestService.FixturePath, "--declare", "void fill_bytes(uint8_t data[length], size_t length, uint8_t value)", "--duration", "0.1", "--concurrency", "4", "fill_bytes", "out:64", "64", "1");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(@"^[\d,]+ calls in \d\.\d s, [\d,]+ a second, 4 outstanding\np50 ", run.Output);
    }

    [Fact]
    public async Task Bench_WhoseCallsFail_SaysSo()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", $$"""{ "ActorFfi": { "Libraries": { "f": { "Path": "{{TestService.FixturePath}}", "Symbols": { "fails": { "Declaration": "int32_t fail_with(int32_t result, int32_t code)", "Fails": "result == -1" } } } } } }""");

        CommandLineRun run = await CommandLineRun.Of("bench", "--config", config, "--duration", "0.1", "f", "fails", "-1", "0");

        Assert.Equal(1, run.Code);
        Assert.Contains("calls failed, the last one so: Call 'fails' of library 'f' failed", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--duration", "0")]
    [InlineData("--duration", "soon")]
    [InlineData("--concurrency", "0")]
    [InlineData("--concurrency", "many")]
    public async Task Bench_WithoutSense_IsRefused(string option, string value)
    {
        CommandLineRun run = await CommandLineRun.Of(["bench", .. _add, option, value, "add_i32", "1", "2"]);

        Assert.Equal(2, run.Code);
    }
}
