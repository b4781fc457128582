using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

/// <summary>Every command speaks JSON where it is asked to, whatever becomes of it.</summary>
public sealed class JsonTests
{
    [Fact]
    public void Option_BelongsToEveryCommandThatDoesSomething()
    {
        RootCommand root = Commands.Root();
        IEnumerable<Command> all = Flatten(root).Where(static command => command.Action is not null);

        Assert.All(all, static command => Assert.Contains(command.Options, static option => option.Name == "--json"));
        Assert.True(all.Count() >= 14);

        static IEnumerable<Command> Flatten(Command command) => command.Subcommands.SelectMany(Flatten).Prepend(command);
    }

    [Fact]
    public async Task Run_SaysWhereItListensAndLogsAnObjectALine()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", """{ "ActorFfi": { "Libraries": { "m": { "Path": "libm.so.6", "Symbols": { "cos": "double cos(double x)" } } } } }""");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLineApp).Assembly.Location, "run", "--json", "--config", config, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true })!;
        List<JsonElement> lines = [];
        while (lines.Count == 0 || !lines[^1].TryGetProperty("url", out _))
        {
            lines.Add(JsonDocument.Parse((await process.StandardOutput.ReadLineAsync())!).RootElement);
        }

        using HttpClient client = new() { BaseAddress = new Uri(lines[^1].GetProperty("url").GetString()!) };
        using HttpResponseMessage restarted = await client.PostAsync("/v1/libraries/m/restart", content: null);
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(JsonDocument.Parse(line).RootElement);
        }

        await process.WaitForExitAsync();
        JsonElement start = lines.Single(static line => line.TryGetProperty("url", out _));
        JsonElement audit = lines.Single(static line => line.TryGetProperty("EventId", out JsonElement id) && id.GetInt32() == 1100);
        Assert.Equal((0, process.Id), (process.ExitCode, start.GetProperty("pid").GetInt32()));
        Assert.Equal(start.GetProperty("url").GetString(), start.GetProperty("urls")[0].GetString());
        Assert.Equal(("Information", "m"), (audit.GetProperty("LogLevel").GetString(), audit.GetProperty("State").GetProperty("Library").GetString()));
        Assert.True(audit.GetProperty("Timestamp").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData(2, "UsageException", "run", "--json", "--config", "there-is-none.json")]
    [InlineData(2, "UsageException", "check", "--json", "--config", "there-is-none.json", "--nonsense")]
    [InlineData(2, "UsageException", "chekc", "--json")]
    [InlineData(2, "UsageException", "bench", "--json", "--duration", "soon", "zlib", "crc32")]
    [InlineData(2, "ElfFormatException", "symbols", "--json", "/etc/hostname")]
    [InlineData(3, "RemoteServiceException", "top", "--json", "--url", "http://127.0.0.1:1")]
    [InlineData(3, "RemoteServiceException", "roll", "m", "--json", "--url", "http://127.0.0.1:1")]
    public async Task Failure_IsAnObjectOnTheStandardOutput(int code, string error, params string[] arguments)
    {
        CommandLineRun run = await CommandLineRun.Of(arguments);

        JsonElement failure = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((code, "", error), (run.Code, run.Error, failure.GetProperty("error").GetString()));
        Assert.NotEqual("", failure.GetProperty("detail").GetString());
    }
}
