namespace ActorFfi;

/// <summary>Where the files of a library are looked for.</summary>
internal static class LibraryPaths
{
    /// <summary>The directory that this process is in. One that was removed under it has no name any more, and no files either.</summary>
    public static string CurrentDirectory
    {
        get
        {
            try
            {
                return Environment.CurrentDirectory;
            }
            catch (IOException)
            {
                return "/proc/self/cwd";
            }
        }
    }

    /// <summary>Whether a declared path is that of a file, and not a bare name.</summary>
    public static bool IsFile(string candidate) =>
        candidate.Contains(Path.DirectorySeparatorChar) || candidate.Contains(Path.AltDirectorySeparatorChar);

    /// <summary>What to give to the system's loader, in order, for one declared path.</summary>
    /// <remarks>
    /// A path with a directory is a file, relative ones below <paramref name="baseDirectory"/>. A bare name is a file of the
    /// application if its folder has one, and else, or if that does not load, what the system's search finds.
    /// </remarks>
    public static IEnumerable<string> Expand(string candidate, string baseDirectory)
    {
        if (IsFile(candidate))
        {
            return [Path.GetFullPath(candidate, Path.GetFullPath(baseDirectory))];
        }

        string beside = Path.Combine(AppContext.BaseDirectory, candidate);
        return File.Exists(beside) ? [beside, candidate] : [candidate];
    }
}
