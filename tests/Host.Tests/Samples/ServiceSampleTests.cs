using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Samples;

/// <summary>The samples that use the library as an application would, each in a process of its own.</summary>
public sealed class ServiceSampleTests
{
    private static readonly byte[] _text = "123456789"u8.ToArray();

    [Fact]
    public async Task WorkerService_ChecksumsTheFilesOfItsFolderAndStops()
    {
        using TemporaryFolder inbox = new();
        inbox.Write("digits.txt", _text);
        using Process process = Start("samples/WorkerService", "WorkerService.dll", $"--Inbox={inbox.Path}");

        await ReadToAsync(process, "digits.txt has the checksum cbf43926.");
        Assert.Equal(0, await TerminateAsync(process));
    }

    [Fact]
    public async Task WebApi_ChecksumsWhatItIsSent()
    {
        using Process process = Start("samples/WebApi", "WebApi.dll", "--urls=http://127.0.0.1:0");
        string line = await ReadToAsync(process, "Now listening on: ");
        using HttpClient client = new() { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };
        using HttpResponseMessage checksum = await client.PostAsync("/checksum", new ByteArrayContent(_text));

        Assert.Equal(0xCBF43926u, (await checksum.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checksum").GetUInt32());
        Assert.StartsWith("1.", await client.GetStringAsync("/version"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
        Assert.Equal(0, await TerminateAsync(process));
    }

    [Theory]
    [InlineData("samples/WorkerService/Program.cs")]
    [InlineData("samples/WebApi/Program.cs")]
    public async Task Sample_IsShort(string file) =>
        Assert.InRange((await File.ReadAllLinesAsync(Path.Combine(Repository.Root, file))).Length, 10, 60);

    private static Process Start(string project, string program, string argument) => Process.Start(new ProcessStartInfo("dotnet", [Repository.OutputOf(project, program), argument])
    {
        RedirectStandardOutput = true,
        WorkingDirectory = Repository.Root,
        Environment = { ["DOTNET_EnableDiagnostics"] = "0" }, // What is killed would leave its pipes in the temporary folder.
    })!;

    private static async Task<string> ReadToAsync(Process process, string text)
    {
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync();
            Assert.NotNull(line);
        }
        while (!line.Contains(text, StringComparison.Ordinal));

        return line;
    }

    private static async Task<int> TerminateAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
