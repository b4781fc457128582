using System.Text.RegularExpressions;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Docs;

/// <summary>Runs the commands that the README and the first steps show, each block as it stands.</summary>
/// <remarks>
/// The program is the one that was built with the tests, and the service listens on a port of its own. The commands that run the tests are what runs
/// here; those that pack and install the tool are run by <see cref="Processes.ToolPackageTests"/>.
/// </remarks>
public sealed partial class CommandTests
{
    private const string Service = "http://127.0.0.1:5080";

    [Theory]
    [InlineData("README.md", "config/actorffi.json")]
    [InlineData("docs/getting-started.md", "samples/WorkerService/actorffi.json")]
    public async Task Commands_OfAPage_SucceedAsTheyStand(string page, string configuration)
    {
        using TemporaryFolder folder = new();
        folder.Write("README.md", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")));
        string program = folder.Write("bin/actorffi", $"#!/bin/sh\nexec dotnet {typeof(CommandLineApp).Assembly.Location} \"$@\"\n");
        Assert.Equal(0, (await Repository.RunAsync("chmod", ["+x", program])).Code);
        using ServiceProcess service = await ServiceProcess.StartAsync(Path.Combine(Repository.Root, configuration));
        string address = service.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        int run = 0;
        foreach (Match block in ShellBlock().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, page))))
        {
            string commands = block.Groups[1].Value.Trim();
            if (IsRunElsewhere(commands))
            {
                continue;
            }

            string script = commands
                .Replace("dotnet run --project src/Host --", "actorffi", StringComparison.Ordinal)
                .Replace(Service, address, StringComparison.Ordinal)
                .Replace("actorffi top", $"actorffi top --url {address}", StringComparison.Ordinal)
                .Replace("actorffi restart", $"actorffi restart --url {address}", StringComparison.Ordinal);
            (int code, string output) = await Repository.RunAsync("bash", ["-euo", "pipefail", "-c", script], folder.Path, ("PATH", $"{folder.Path}/bin:{Environment.GetEnvironmentVariable("PATH")}"));
            Assert.True(code == 0, $"{commands}\n{output}");
            Assert.DoesNotContain("\"error\"", output, StringComparison.Ordinal);
            run++;
        }

        Assert.True(run >= 2);
    }

    // The service is running already, started as the page says; tests run here; packing has a test of its own.
    private static bool IsRunElsewhere(string commands) =>
        commands is "dotnet run --project src/Host" or "actorffi run --config service/actorffi.json" or "dotnet test" or "dotnet test tests/Browser.Tests"
        || commands.StartsWith("dotnet pack src/Host -o ", StringComparison.Ordinal);

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
