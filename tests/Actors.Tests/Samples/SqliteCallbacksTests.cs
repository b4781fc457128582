using System.Diagnostics;

namespace ActorFfi.Actors.Tests.Samples;

public sealed class SqliteCallbacksTests
{
    [Fact]
    public async Task Sample_WithADatabaseFile_AsksItThroughAFunctionInManagedCode()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("measurements.db");

        (int code, string output) = await RunAsync(file);

        Assert.Equal(0, code);
        Assert.Contains("10,000 rows in the file", output, StringComparison.Ordinal);
        Assert.Contains("0 rows differ", output, StringComparison.Ordinal);
        Assert.Matches("cold +[0-9],[0-9]{3} rows", output);
        Assert.Equal("SQLite format 3\0"u8, File.ReadAllBytes(file).AsSpan(0, 16));
    }

    private static async Task<(int Code, string Output)> RunAsync(string file)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SqliteCallbacks.dll"), file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
