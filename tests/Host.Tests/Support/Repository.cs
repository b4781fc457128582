using System.Diagnostics;
using System.Runtime.InteropServices;

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

    /// <summary>The platform to publish for.</summary>
    public static string Platform { get; } = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>A program that finds nothing of this machine's .NET: no command, no variable that says where it is.</summary>
    public static ProcessStartInfo WithoutDotnet(string program, string folder)
    {
        string nothing = Path.Combine(folder, "nothing");
        Directory.CreateDirectory(nothing);
        ProcessStartInfo start = new(program);
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("DOTNET", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = nothing;
        return start;
    }

    /// <summary>Runs a program to its end in a folder.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder ?? Root };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return await RunAsync(start);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
