using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Crash_AsJson_CountsEveryCrashAndNoFailure()
    {
        CommandLineRun run = await CommandLineRun.Of("demo", "crash", "--crashes", "5", "--json");

        JsonElement result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((0, true, null), (run.Code, result.GetProperty("complete").GetBoolean(), result.GetProperty("failure").GetString()));
        Assert.Equal((5, 5, 0), (result.GetProperty("crashes").GetInt32(), result.GetProperty("guests").GetInt32(), result.GetProperty("failures").GetInt32()));
        Assert.Equal(["SIGABRT", "SIGKILL", "SIGSEGV", "exit code 3"], result.GetProperty("deaths").EnumerateObject().Select(death => death.Name));
        Assert.True(result.GetProperty("answered").GetInt64() >= 500);
    }

    [Fact]
    public async Task Crash_ForPeople_PrintsCountersAndASummary()
    {
        CommandLineRun run = await CommandLineRun.Of("demo", "crash", "--crashes", "2");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(@"crashes 1/2  answered [\d,]+  failed 0 .*\n.*crashes 2/2 ", run.Output);
        Assert.Contains("Crashes: 2 of 2, each told to its caller with its cause (SIGABRT 1, SIGSEGV 1); 2 guests died", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Everything was answered, and this process, {Environment.ProcessId}, never stopped.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("many")]
    public async Task Crash_WithoutSense_IsRefused(string crashes) =>
        Assert.Equal(2, (await CommandLineRun.Of("demo", "crash", "--crashes", crashes)).Code);
}
