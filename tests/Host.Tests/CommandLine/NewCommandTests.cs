using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

public sealed class NewCommandTests
{
    [Fact]
    public async Task New_InAFolder_WritesAConfigurationThatChecks()
    {
        using TemporaryFolder folder = new();
        string target = Path.Combine(folder.Path, "service");

        CommandLineRun run = await CommandLineRun.Of("new", target);
        CommandLineRun check = await CommandLineRun.Of("check", "--config", Path.Combine(target, "actorffi.json"));

        Assert.Equal((0, 0), (run.Code, check.Code));
        Assert.Contains("crc32", check.Output, StringComparison.Ordinal);
        Assert.Contains("AddActorFfi", await File.ReadAllTextAsync(Path.Combine(target, "Program.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_WhereAFileIsThereAlready_WritesNothing()
    {
        using TemporaryFolder folder = new();
        folder.Write("Program.cs", "// Mine.");

        CommandLineRun run = await CommandLineRun.Of("new", folder.Path);

        Assert.Equal(2, run.Code);
        Assert.Equal(["Program.cs"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }
}
