using Microsoft.Extensions.Configuration;

namespace ActorFfi;

/// <summary>Applies a changed configuration to a runtime that is running, without losing a call: workers, limits, time-outs and what supervisors do at once, everything else by another start of the library that takes the place of the one before.</summary>
/// <remarks>A configuration that is wrong, or whose libraries cannot be started, changes nothing and says why. Threads: one at a time.</remarks>
internal sealed class LiveConfiguration
{
    private static readonly HashSet<string> _live = new(StringComparer.OrdinalIgnoreCase)
    {
        nameof(ServingOptions.Workers), nameof(WorkerRange.Min), nameof(WorkerRange.Max), nameof(ServingOptions.GrowAfter), nameof(ServingOptions.QueueLimit),
        nameof(ServingOptions.Overflow), nameof(ServingOptions.IdleTimeout), nameof(ServingOptions.Timeout), nameof(ServingOptions.Timings),
        nameof(ServingOptions.OnFault), nameof(ServingOptions.OnDeclaredFailure), nameof(ServingOptions.OnFatalResult),
        nameof(ServingOptions.OnCallbackError), nameof(ServingOptions.OnTimeout), nameof(ServingOptions.OnCrash),
        nameof(LibraryOptions.OnLoadError), nameof(LibraryOptions.Critical), nameof(LibraryOptions.RestartDelay), nameof(LibraryOptions.RestartFactor),
        nameof(LibraryOptions.RestartMaximumDelay), nameof(LibraryOptions.RestartJitter), nameof(LibraryOptions.RestartLimit), nameof(LibraryOptions.RestartWindow),
        nameof(LibraryOptions.WaitWhileUnavailable), nameof(LibraryOptions.StopTimeout), nameof(LibraryOptions.MaxAbandoned),
    };

    // What a guest is started with.
    private static readonly HashSet<string> _ofGuests = new(StringComparer.OrdinalIgnoreCase) { nameof(ServingOptions.Workers), nameof(WorkerRange.Min), nameof(WorkerRange.Max) };

    private readonly FfiRuntime _ffi;
    private Dictionary<string, string> _applied;
    private RuntimeDefinition _definition;

    /// <param name="ffi">The runtime.</param>
    /// <param name="section">The section that it was started with.</param>
    public LiveConfiguration(FfiRuntime ffi, IConfiguration section)
    {
        _ffi = ffi;
        _applied = Flatten(section);
        _definition = Read(section);
    }

    /// <summary>Validates a section, and applies what is different in it.</summary>
    /// <param name="section">The section.</param>
    /// <param name="cancellationToken">Gives it up; nothing is changed then.</param>
    /// <returns>The paths of the settings that were changed; none where nothing is different.</returns>
    /// <exception cref="OptionsException">Something is wrong; nothing was changed.</exception>
    /// <exception cref="DeclarationException">A declaration cannot be read; nothing was changed.</exception>
    /// <exception cref="RolloutException">A library could not be started; nothing was changed.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(IConfiguration section, CancellationToken cancellationToken)
    {
        RuntimeDefinition definition = Read(section);
        Dictionary<string, string> next = Flatten(section);
        string[] changed = [.. _applied.Keys.Union(next.Keys, StringComparer.OrdinalIgnoreCase).Where(path => _applied.GetValueOrDefault(path) != next.GetValueOrDefault(path)).Order(StringComparer.Ordinal)];
        if (changed.Length > 0)
        {
            await _ffi.ApplyAsync(ChangesOf(definition, changed, next), cancellationToken).ConfigureAwait(false);
        }

        _applied = next;
        _definition = definition;
        return changed;
    }

    private LibraryChanges ChangesOf(RuntimeDefinition definition, string[] changed, Dictionary<string, string> next)
    {
        Dictionary<string, LibraryDefinition> before = _definition.Libraries.ToDictionary(library => library.Name, StringComparer.Ordinal);
        LibraryDefinition[] kept = [.. definition.Libraries.Where(library => before.ContainsKey(library.Name))];
        ILookup<string, string[]> paths = changed.Select(path => path.Split(ConfigurationPath.KeyDelimiter)).ToLookup(LibraryIn, StringComparer.OrdinalIgnoreCase);
        LibraryDefinition[] replaced = [.. kept.Where(library => paths[library.Name].Any(path => !IsLive(path, next, before[library.Name])))];
        return new LibraryChanges
        {
            Added = [.. definition.Libraries.Where(library => !before.ContainsKey(library.Name))],
            Replaced = replaced,
            Adjusted = [.. kept.Except(replaced).Where(library => paths.Contains(library.Name))],
            Removed = [.. before.Keys.Except(definition.Libraries.Select(library => library.Name), StringComparer.Ordinal)],
            ShutdownTimeout = definition.ShutdownTimeout,
        };
    }

    private static RuntimeDefinition Read(IConfiguration section) => new FfiRuntimeBuilder().AddConfiguration(section).Build();

    private static int PlaceOfLibrary(string[] path) => Array.FindIndex(path, part => part.Equals(nameof(ActorFfiOptions.Libraries), StringComparison.OrdinalIgnoreCase)) + 1;

    private static string LibraryIn(string[] path) => PlaceOfLibrary(path) is > 0 and int place && place < path.Length ? path[place] : "";

    private bool IsLive(string[] path, Dictionary<string, string> next, LibraryDefinition before)
    {
        string[] setting = path[(PlaceOfLibrary(path) + 1)..];
        bool isDeclaration = setting is [_, _] && setting[0].Equals(nameof(LibraryOptions.Symbols), StringComparison.OrdinalIgnoreCase);
        if (isDeclaration || setting.Length == 0 || (before.Isolation is not null && _ofGuests.Contains(setting[^1])))
        {
            return false;
        }

        // A limit that there was not before, or that is gone, changes how the queues are tied together.
        string whole = string.Join(ConfigurationPath.KeyDelimiter, path);
        bool isLimit = setting[^1].Equals(nameof(LibraryOptions.Concurrency), StringComparison.OrdinalIgnoreCase)
            && _applied.GetValueOrDefault(whole) is { Length: > 0 } && next.GetValueOrDefault(whole) is { Length: > 0 };
        return isLimit || _live.Contains(setting[^1]);
    }

    private static Dictionary<string, string> Flatten(IConfiguration section) => section.AsEnumerable()
        .Where(pair => !string.IsNullOrEmpty(pair.Value))
        .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
}
