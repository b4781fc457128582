using System.Text;

namespace ActorFfi.Tests;

/// <summary>A folder of a test, which is gone after it: the one place where tests put files outside of the repository.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("actorffi-test-").FullName;

    /// <summary>A folder for what all tests of the process share; it is gone after the last one.</summary>
    public static TemporaryFolder OfTheProcess()
    {
        TemporaryFolder folder = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }

    /// <summary>The path of a file in the folder; nothing is created.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        string file = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllBytes(file, bytes);
        return file;
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
