using System.Diagnostics;
using System.Net;
using System.Text;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.CommandLine;

/// <summary>The program as a process of its own.</summary>
public sealed class ProcessTests
{
    private static string Program => typeof(CommandLineApp).Assembly.Location;

    [Fact]
    public async Task Program_CallingCos_PrintsItAndExitsWithZero()
    {
        using Process process = Start("call", "--path", "libm.so.6", "--declare", "double cos(double)", "cos", "0.5");
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((0, "0.8775825618903728"), (process.ExitCode, output.TrimEnd()));
    }

    [Fact]
    public async Task Program_WithoutItsConfiguration_ExitsWithTwoAndAMessage()
    {
        using Process process = Start("--config", "there-is-none.json");
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("actorffi: Configuration file 'there-is-none.json' does not exist.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_Terminated_StopsInOrder()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", """{ "ActorFfi": { "Libraries": { "m": { "Path": "libm.so.6", "Symbols": [ "double cos(double x)" ] } } } }""");
        using Process process = Start("--config", config, "--urls", "http://127.0.0.1:0");
        string? line;
        while (!((line = await process.StandardOutput.ReadLineAsync()) ?? throw new InvalidOperationException("It ended early.")).StartsWith("ActorFfi listens", StringComparison.Ordinal))
        {
        }

        using HttpClient client = new();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{line.Split(' ')[3].TrimEnd('.')}/healthz")).StatusCode);
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = Encoding.UTF8,
        Environment = { ["DOTNET_EnableDiagnostics"] = "0" }, // What is killed would leave its pipes in the temporary folder.
    })!;
}
