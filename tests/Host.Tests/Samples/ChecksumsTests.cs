using System.Diagnostics;
using System.IO.Hashing;
using System.Text;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Samples;

public sealed class ChecksumsTests
{
    [Fact]
    public async Task Sample_OverAFolder_VerifiesEveryFile()
    {
        using TemporaryFolder folder = new();
        byte[] large = new byte[(16 << 20) + 5]; // Two blocks and a bit.
        new Random(3).NextBytes(large.AsSpan(0, 9 << 20));
        folder.Write("large", large);
        folder.Write("deep/er/text", "hello");
        folder.Write("empty", "");

        (int code, string output) = await RunAsync(folder.Path);

        Assert.Equal(0, code);
        Assert.Contains($"{Crc32.HashToUInt32(large):x8}  {folder.Path}/large", output, StringComparison.Ordinal);
        Assert.Contains($"3610a686  {folder.Path}/deep/er/text", output, StringComparison.Ordinal);
        Assert.Contains($"00000000  {folder.Path}/empty", output, StringComparison.Ordinal);
        Assert.Contains("3 files, 16,777,226 bytes", output, StringComparison.Ordinal);
        Assert.Contains("0 mismatches, 0 unreadable", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_WithoutAFolder_SaysHowToUseIt()
    {
        Assert.Equal(2, (await RunAsync("/there/is/none")).Code);
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Checksums.dll"), folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await error;
        return (process.ExitCode, output);
    }
}
