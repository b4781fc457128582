namespace ActorFfi.Host.Tests.Support;

/// <summary>Copies what the program is built from, so that a build there leaves nothing in the folders of this one.</summary>
public static class SourceCopy
{
    private static readonly string[] _sources = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig", "src", "config", "samples/WorkerService"];

    /// <summary>Properties of builds there: what only the builds of this repository need is left out, and all have one output.</summary>
    public static (string Name, string Value)[] Environment { get; } = [("RunAnalyzers", "false"), ("Configuration", "Release")];

    /// <summary>Copies it into a folder.</summary>
    /// <returns>The folder.</returns>
    public static string To(string folder)
    {
        foreach (string source in _sources)
        {
            Copy(Path.Combine(Repository.Root, source), Path.Combine(folder, source));
        }

        return folder;
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }

        foreach (string entry in Directory.EnumerateFileSystemEntries(from).Where(static entry => Path.GetFileName(entry) is not ("bin" or "obj")))
        {
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
        }
    }
}
