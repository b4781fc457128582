using System.Diagnostics;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Docs;

/// <summary>Runs the commands of the pages that build, install and start the program, as they stand, in a copy of the sources.</summary>
[Collection(nameof(Builds))]
public sealed class BuildCommandTests
{
    /// <summary>What the README begins with.</summary>
    public const string Start = "dotnet run --project src/Host";

    /// <summary>What the first steps begin with.</summary>
    public const string Install = "dotnet pack src/Host -o ";

    [Fact]
    public async Task Commands_ThatBuildThePrograms_SucceedAsTheyStandInACopyOfTheSources()
    {
        using TemporaryFolder folder = new();
        string sources = SourceCopy.To(Path.Combine(folder.Path, "sources"));

        // Packages are those of this machine, but what is installed is not left among them.
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        (string Name, string Value)[] environment = [("NUGET_PACKAGES", Path.Combine(folder.Path, "packages")), ("NUGET_FALLBACK_PACKAGES", packages), .. SourceCopy.Environment];
        string install = DocumentBlock.Of("docs/getting-started.md", "sh").Single(static block => block.Text.StartsWith(Install, StringComparison.Ordinal)).Text;
        (int code, string output) = await Repository.RunAsync(
            "bash",
            ["-euo", "pipefail", "-c", $"{install}\nactorffi call --path libm.so.6 --declare 'double cos(double)' cos 0"],
            sources,
            environment);
        Assert.True(code == 0, output);
        Assert.EndsWith("\n1\n", output, StringComparison.Ordinal);

        string start = DocumentBlock.Of("README.md", "sh").First().Text.Trim();
        Assert.Equal(Start, start);
        ProcessStartInfo info = new("bash", ["-c", $"exec {start}"]) { WorkingDirectory = sources };
        foreach ((string name, string value) in environment.Append(("Host__Urls", "http://127.0.0.1:0"))) // The port of the page may be taken.
        {
            info.Environment[name] = value;
        }

        using ServiceProcess service = await ServiceProcess.AttachAsync(info);
        Assert.Contains("\"zlib\"", await service.Client.GetStringAsync("/v1/libraries"), StringComparison.Ordinal);
        Assert.Equal(0, (await service.TerminateAsync()).Code);
    }
}
