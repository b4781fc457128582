namespace ActorFfi;

/// <summary>Resolves what a library's options say of its isolation.</summary>
internal sealed class IsolationResolver(OptionsFaults faults)
{
    /// <summary>Whether libraries can run in guests.</summary>
    public static bool IsBuilt => false;

    /// <summary>Resolves the settings; null for a library that is not isolated.</summary>
    public IsolationSettings? Resolve(LibraryOptions options, IReadOnlyCollection<SymbolDefinition> symbols, string path)
    {
        if (options.Isolation == IsolationMode.None)
        {
            return null;
        }

        Check(options, symbols, path);
        return new IsolationSettings
        {
            Processes = options.Processes,
            Spares = options.Spares,
            ArenaSize = options.ArenaSize,
            Recycle = new RecyclePolicy(options.RecycleAfterCalls, options.RecycleAfter, options.RecycleAboveMemory),
            MemoryLimit = options.MemoryLimit,
            Environment = EnvironmentVariables.Resolve(options.Environment, Environment.GetEnvironmentVariable),
        };
    }

    private void Check(LibraryOptions options, IReadOnlyCollection<SymbolDefinition> symbols, string path)
    {
        if (!IsBuilt)
        {
            faults.Add($"{path}:{nameof(LibraryOptions.Isolation)}", $"'{options.Isolation}' is not built yet. Give '{IsolationMode.None}'.");
        }

        if (options.Processes > 1 && symbols.Any(symbol => symbol.Settings.Threads == ThreadMode.Pinned))
        {
            faults.Add($"{path}:{nameof(LibraryOptions.Processes)}", $"'{options.Processes}' processes have as many threads, but '{nameof(LibraryOptions.Threads)}' is '{ThreadMode.Pinned}': one for all calls. Give 1.");
        }

        if (options.Environment.FirstOrDefault(text => !EnvironmentVariables.IsVariable(text)) is { } wrong)
        {
            faults.Add($"{path}:{nameof(LibraryOptions.Environment)}", $"'{wrong}' is no variable. Give 'NAME=value', or 'NAME' for the value that the service has.");
        }
    }
}
