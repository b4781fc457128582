using System.Text;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Docs;

/// <summary>Runs every command that the pages show, each block as it stands.</summary>
/// <remarks>
/// Most blocks run against the program that was built with the tests, and a service on a port of its own. Those that build the program
/// are run by <see cref="BuildCommandTests"/>. The commands that run the tests are what runs here.
/// </remarks>
public sealed class CommandTests
{
    private const string Service = "http://127.0.0.1:5080";

    [Theory]
    [InlineData("README.md", "config/actorffi.json")]
    [InlineData("docs/getting-started.md", "samples/WorkerService/actorffi.json")]
    [InlineData("docs/host.md", "config/actorffi.json")]
    public async Task Commands_OfAPage_SucceedAsTheyStand(string page, string configuration)
    {
        using TemporaryFolder folder = new();
        folder.Write("README.md", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")));
        folder.Write("config/actorffi.json", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "config/actorffi.json")));
        string program = folder.Write("bin/actorffi", $"#!/bin/sh\nexec dotnet {typeof(CommandLineApp).Assembly.Location} \"$@\"\n");
        Assert.Equal(0, (await Repository.RunAsync("chmod", ["+x", program])).Code);
        using ServiceProcess service = await ServiceProcess.StartAsync(Path.Combine(Repository.Root, configuration));
        string address = service.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        int run = 0;
        foreach (DocumentBlock block in DocumentBlock.Of(page, "sh").Concat(DocumentBlock.Of(page, "").Where(static block => block.Text.StartsWith("$ ", StringComparison.Ordinal))).Where(static block => !IsRunElsewhere(block)))
        {
            (string script, string? expected) = ScriptOf(block);
            script = script
                .Replace("dotnet run --project src/Host --", "actorffi", StringComparison.Ordinal)
                .Replace(Service, address, StringComparison.Ordinal)
                .Replace("actorffi top", $"actorffi top --url {address}", StringComparison.Ordinal)
                .Replace("actorffi restart", $"actorffi restart --url {address}", StringComparison.Ordinal);
            (int code, string output) = await Repository.RunAsync("bash", ["-euo", "pipefail", "-c", script], folder.Path, ("PATH", $"{folder.Path}/bin:{Environment.GetEnvironmentVariable("PATH")}"));
            Assert.True(code == 0, $"{block}\n{output}");
            Assert.DoesNotContain("\"error\"", output, StringComparison.Ordinal);
            AssertShows(expected, output);
            run++;
        }

        Assert.True(run >= 2);
    }

    [Fact]
    public void Commands_OfTheBenchmark_AreThoseOfTheBenchmark()
    {
        string program = File.ReadAllText(Path.Combine(Repository.Root, "bench/Program.cs"));

        Assert.All(DocumentBlock.Of("docs/performance.md", "sh"), block =>
        {
            Assert.StartsWith("dotnet run -c Release --project bench -- ", block.Text, StringComparison.Ordinal);
            Assert.Contains($"new(\"{block.Text.Trim().Split(' ')[^1]}\"", program, StringComparison.Ordinal);
        });
    }

    // Commands behind '$ ', and what they print behind them; a block of commands alone is run as it stands.
    private static (string Script, string? Expected) ScriptOf(DocumentBlock block)
    {
        if (block.Language == "sh")
        {
            return (block.Text, null);
        }

        StringBuilder script = new();
        StringBuilder expected = new();
        bool goesOn = false;
        foreach (string line in block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isCommand = goesOn || line.StartsWith("$ ", StringComparison.Ordinal);
            (isCommand ? script : expected).Append(isCommand && !goesOn ? line[2..] : line).Append('\n');
            goesOn = isCommand && line.EndsWith('\\');
        }

        return (script.ToString(), expected.ToString().Trim());
    }

    // Times are never the same twice.
    private static void AssertShows(string? expected, string output)
    {
        if (expected?.StartsWith('{') == true)
        {
            JsonElement shown = JsonDocument.Parse(expected).RootElement;
            JsonElement answered = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)]).RootElement;
            Assert.Equal(shown.EnumerateObject().Select(static member => member.Name), answered.EnumerateObject().Select(static member => member.Name));
            Assert.Equal(shown.GetProperty("value").GetRawText(), answered.GetProperty("value").GetRawText());
        }
        else if (expected is not null)
        {
            Assert.StartsWith(expected, output, StringComparison.Ordinal);
        }
    }

    // The service is running already; what builds it has a test of its own; and tests run here.
    private static bool IsRunElsewhere(DocumentBlock block)
    {
        string commands = block.Text.Trim();
        return commands is BuildCommandTests.Start or "actorffi run --config service/actorffi.json" or "dotnet test" or "dotnet test tests/Browser.Tests"
            || commands.StartsWith(BuildCommandTests.Install, StringComparison.Ordinal);
    }
}
