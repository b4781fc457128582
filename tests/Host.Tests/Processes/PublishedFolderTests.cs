using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Processes;

/// <summary>The service as it is installed on a machine that has no .NET: one folder with all it needs, the guests' runtime included.</summary>
[Collection(nameof(Builds))]
public sealed class PublishedFolderTests
{
    [Fact]
    public async Task Folder_ThatWasPublishedSelfContained_ServesWithoutDotnet()
    {
        using TemporaryFolder folder = new();
        string program = await PublishAsync(folder.Path);
        string config = folder.Write("a.json", $$"""
            { "ActorFfi": { "Libraries": {
                "here": { "Path": "libm.so.6", "Symbols": { "cos": "double cos(double x)" } },
                "apart": { "Path": "{{TestService.FixturePath}}", "Isolation": "Process", "Symbols": {
                    "process_id": "int32_t process_id(void)", "add_i32": "int32_t add_i32(int32_t a, int32_t b)", "crash_abort": "int32_t crash_abort(void)" } } } } }
            """);
        using ServiceProcess service = await ServiceProcess.StartAsync(Repository.WithoutDotnet(program, folder.Path), config);

        Assert.Equal(1, await ValueAsync(service, "here/symbols/cos", 0));
        Assert.Equal(42, await ValueAsync(service, "apart/symbols/add_i32", 40, 2));
        int guest = (int)await ValueAsync(service, "apart/symbols/process_id");
        AssertRunsFrom(Path.GetDirectoryName(program)!, service.Id);
        AssertRunsFrom(Path.Combine(Path.GetDirectoryName(program)!, "guest"), guest);

        using HttpResponseMessage crash = await service.Client.PostAsync("/v1/libraries/apart/symbols/crash_abort", JsonContent.Create(new { arguments = Array.Empty<int>() }));
        Assert.Contains("SIGABRT", await crash.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual(guest, (int)await ValueAsync(service, "apart/symbols/process_id"));
        Assert.Equal(0, (await service.TerminateAsync()).Code);
    }

    [Fact]
    public async Task Guest_IsBesideALibrary_ThatWasBuiltIntoAFolderForArtefacts()
    {
        using TemporaryFolder folder = new();
        string sources = SourceCopy.To(Path.Combine(folder.Path, "sources"));
        string artefacts = Path.Combine(folder.Path, "artefacts");

        (int code, string output) = await Repository.RunAsync("dotnet", ["build", "src/Actors", "--artifacts-path", artefacts], sources, SourceCopy.Environment);

        Assert.True(code == 0, output);
        Assert.Single(Directory.GetFiles(Path.Combine(artefacts, "bin", "ActorFfi.Actors"), "actorffi-guest", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Sources_AreFitForASingleFile()
    {
        using TemporaryFolder folder = new();
        string sources = SourceCopy.To(Path.Combine(folder.Path, "sources"));

        (int code, string output) = await Repository.RunAsync("dotnet", ["build", "src/Native", "-p:EnableSingleFileAnalyzer=true"], sources, [("Configuration", "Release")]);

        Assert.True(code == 0, output);
    }

    // From a copy of the sources: a build for another target leaves nothing in the folders of this one.
    private static async Task<string> PublishAsync(string folder)
    {
        string sources = SourceCopy.To(Path.Combine(folder, "sources"));
        string target = Path.Combine(folder, "actorffi");
        (int code, string output) = await Repository.RunAsync(
            "dotnet", ["publish", "src/Host", "-c", "Release", "-r", Repository.Platform, "--self-contained", "-o", target], sources, SourceCopy.Environment);
        Assert.True(code == 0, output);
        return Path.Combine(target, "actorffi");
    }

    private static void AssertRunsFrom(string folder, int process)
    {
        string[] maps = File.ReadAllLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/maps"));
        string[] runtimes = [.. maps.Select(static line => line.Split(' ')[^1]).Where(static file => file.EndsWith("/libcoreclr.so", StringComparison.Ordinal)).Distinct()];
        Assert.Equal([Path.Combine(folder, "libcoreclr.so")], runtimes);
    }

    private static async Task<double> ValueAsync(ServiceProcess service, string path, params double[] arguments)
    {
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync($"/v1/libraries/{path}", new { arguments });
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("value").GetDouble();
    }
}
