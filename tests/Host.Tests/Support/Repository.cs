using System.Diagnostics;

namespace ActorFfi.Host.Tests.Support;

/// <summary>The repository that the tests were built from.</summary>
public static class Repository
{
    private const string Own = "/tests/Host.Tests/";

    /// <summary>Its root.</summary>
    public static string Root { get; } = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf(Own, StringComparison.Ordinal)];

    /// <summary>The configuration that the tests were built with.</summary>
    public static string Configuration { get; } = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>The output of another project, built like the tests.</summary>
    public static string OutputOf(string project, string file) =>
        Path.Combine(AppContext.BaseDirectory.Replace(Own, $"/{project}/", StringComparison.Ordinal), file);

    /// <summary>Runs a program to its end in a folder.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Root };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
