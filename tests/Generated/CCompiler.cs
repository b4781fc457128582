using System.Diagnostics;
using System.Globalization;

namespace ActorFfi.Tests.Generated;

/// <summary>Compiles C text into a shared library in a folder of its own.</summary>
internal static class CCompiler
{
    private static readonly TemporaryFolder _folder = TemporaryFolder.OfTheProcess(); // Libraries stay mapped.

    private static int last;

    public static string Compile(string name, string source, params string[] options)
    {
        string folder = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
        string file = _folder.Write(Path.Combine(folder, $"{name}.c"), source);
        string library = _folder.File(Path.Combine(folder, $"lib{name}.so"));
        string compiler = Environment.GetEnvironmentVariable("CC") is { Length: > 0 } named ? named : "cc";
        using Process process = Process.Start(new ProcessStartInfo(compiler, ["-std=gnu11", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", .. options, "-o", library, file]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{compiler} did not compile {name}.c. {GeneratedSeed.Hint} {errors}");
        return library;
    }
}
