namespace ActorFfi;

/// <summary>The configuration file: where it is, and what it says.</summary>
internal static class ConfigurationFile
{
    /// <summary>Where it is, relative to the current directory or else to the program.</summary>
    private static readonly string _default = Path.Combine("config", "actorffi.json");

    /// <summary>The file that was asked for, or the default one.</summary>
    /// <param name="asked">A path, or null.</param>
    /// <exception cref="UsageException">There is no such file.</exception>
    public static string Find(string? asked)
    {
        if (asked is not null)
        {
            return File.Exists(asked)
                ? Path.GetFullPath(asked)
                : throw new UsageException($"Configuration file '{asked}' does not exist. Give an existing file to '--config'.");
        }

        string[] candidates = [Path.GetFullPath(_default), Path.Combine(AppContext.BaseDirectory, _default)];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new UsageException($"There is no configuration file; tried were: {string.Join(", ", candidates.Distinct())}. Give one with '--config'.");
    }

    /// <summary>Makes the file, and the environment above it, the whole configuration.</summary>
    /// <exception cref="UsageException">The file is no JSON.</exception>
    public static void Load(ConfigurationManager configuration, string file)
    {
        configuration.Sources.Clear();
        try
        {
            configuration.AddJsonFile(file, optional: false, reloadOnChange: false).AddEnvironmentVariables();
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException($"Configuration file '{file}' is not valid JSON: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }
}
