using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Processes;

public sealed class ToolPackageTests
{
    [Fact]
    public async Task Tool_FromTheLocallyBuiltPackage_IsInstalledAndCalls()
    {
        using TemporaryFolder folder = new();
        string packages = Path.Combine(folder.Path, "packages");
        string tools = Path.Combine(folder.Path, "tools");
        string home = Path.Combine(folder.Path, "home"); // Nothing is taken from, or left in, the caches of the machine.
        (int code, string output) = await Repository.RunAsync("dotnet", ["pack", "src/Host", "--no-build", "-c", Repository.Configuration, "-o", packages]);
        Assert.True(code == 0, output);

        (code, output) = await Repository.RunAsync(
            "dotnet", ["tool", "install", "actorffi", "--tool-path", tools, "--source", packages], folder.Path, ("NUGET_PACKAGES", home), ("DOTNET_CLI_HOME", home));
        Assert.True(code == 0, output);

        (code, output) = await Repository.RunAsync(Path.Combine(tools, "actorffi"), ["call", "--path", "libm.so.6", "--declare", "double cos(double)", "cos", "0.5"], folder.Path);
        Assert.Equal((0, "0.8775825618903728"), (code, output.TrimEnd()));
        (code, output) = await Repository.RunAsync(Path.Combine(tools, "actorffi"), ["check"], folder.Path);
        Assert.True(code == 0, output);
    }
}
