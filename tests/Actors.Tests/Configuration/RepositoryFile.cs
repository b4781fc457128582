namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>Files of the repository that the tests hold against the code.</summary>
internal static class RepositoryFile
{
    /// <summary>The path of a file, found from the tests' output folder upwards.</summary>
    public static string Path(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Directory.Packages.props")))
            {
                return System.IO.Path.Combine(folder.FullName, relative);
            }
        }

        throw new FileNotFoundException($"'{relative}' was not found: no folder above '{AppContext.BaseDirectory}' is the repository. Run the tests from a checkout.");
    }
}
