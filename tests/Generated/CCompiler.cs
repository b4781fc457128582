using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ActorFfi.Tests.Generated;

/// <summary>Compiles C text into a shared library in a folder of its own.</summary>
internal static class CCompiler
{
    private static readonly TemporaryFolder _folder = TemporaryFolder.OfTheProcess(); // Libraries stay mapped.

    private static int last;

    private delegate void WriteFacts(nint facts);

    public static string Compile(string name, string source, params string[] options)
    {
        string folder = Next();
        string file = _folder.Write(Path.Combine(folder, $"{name}.c"), source);
        string library = _folder.File(Path.Combine(folder, $"lib{name}.so"));
        Run(name, ["-std=gnu11", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", .. options, "-o", library, file]);
        return library;
    }

    /// <summary>The text after the preprocessor.</summary>
    public static string Preprocess(string name, string source) =>
        Run(name, ["-std=gnu11", "-D_GNU_SOURCE", "-E", _folder.Write(Path.Combine(Next(), $"{name}.c"), source)]);

    /// <summary>What expressions of type long yield.</summary>
    /// <param name="name">A name for the library.</param>
    /// <param name="definitions">What stands before them.</param>
    /// <param name="expressions">The expressions.</param>
    public static long[] Facts(string name, string definitions, IReadOnlyCollection<string> expressions)
    {
        StringBuilder source = new(definitions);
        source.AppendLine().AppendLine("void actorffi_facts(long *out)\n{");
        foreach (string expression in expressions)
        {
            source.AppendLine(CultureInfo.InvariantCulture, $"    *out++ = {expression};");
        }

        return Facts(Compile(name, source.AppendLine("}").ToString(), "-w"), "actorffi_facts", expressions.Count);
    }

    /// <summary>What a function of a library writes, which is deleted afterwards.</summary>
    public static long[] Facts(string path, string function, int count)
    {
        nint library = NativeLibrary.Load(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        long[] facts = new long[count];
        GCHandle pin = GCHandle.Alloc(facts, GCHandleType.Pinned);
        Marshal.GetDelegateForFunctionPointer<WriteFacts>(NativeLibrary.GetExport(library, function))(pin.AddrOfPinnedObject());
        pin.Free();
        NativeLibrary.Free(library);
        return facts;
    }

    private static string Next() => Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);

    private static string Run(string name, string[] arguments)
    {
        string compiler = Environment.GetEnvironmentVariable("CC") is { Length: > 0 } named ? named : "cc";
        using Process process = Process.Start(new ProcessStartInfo(compiler, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{compiler} did not compile {name}.c. {GeneratedSeed.Hint} {errors.Result}");
        return output;
    }
}
