using System.Diagnostics;

namespace ActorFfi.Tests.Generated;

/// <summary>Compiles C text into a shared library in a folder of its own.</summary>
internal static class CCompiler
{
    public static string Compile(string name, string source, params string[] options)
    {
        string folder = Directory.CreateTempSubdirectory("actorffi-").FullName;
        string file = Path.Combine(folder, $"{name}.c");
        string library = Path.Combine(folder, $"lib{name}.so");
        File.WriteAllText(file, source);
        string compiler = Environment.GetEnvironmentVariable("CC") is { Length: > 0 } named ? named : "cc";
        using Process process = Process.Start(new ProcessStartInfo(compiler, ["-std=gnu11", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", .. options, "-o", library, file]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{compiler} did not compile {name}.c. {GeneratedSeed.Hint} {errors}");
        return library;
    }
}
