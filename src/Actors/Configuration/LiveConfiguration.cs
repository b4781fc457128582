using Microsoft.Extensions.Configuration;

namespace ActorFfi;

/// <summary>Applies a changed configuration to a runtime that is running: workers, limits, time-outs and what supervisors do, at once.</summary>
/// <remarks>A change that is wrong, or of anything else, changes nothing and says why. Threads: one at a time.</remarks>
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

    private readonly FfiRuntime _ffi;
    private Dictionary<string, string> _applied;

    /// <param name="ffi">The runtime.</param>
    /// <param name="section">The section that it was started with.</param>
    public LiveConfiguration(FfiRuntime ffi, IConfiguration section)
    {
        _ffi = ffi;
        _applied = Flatten(section);
    }

    /// <summary>Validates a section, and applies what is different in it.</summary>
    /// <returns>The paths of the settings that were changed; none where nothing is different.</returns>
    /// <exception cref="OptionsException">Something is wrong, or cannot be changed while the service runs; nothing was changed.</exception>
    /// <exception cref="DeclarationException">A declaration cannot be read; nothing was changed.</exception>
    public IReadOnlyList<string> Apply(IConfiguration section)
    {
        RuntimeDefinition definition = new FfiRuntimeBuilder().AddConfiguration(section).Build();
        Dictionary<string, string> next = Flatten(section);
        string[] changed = [.. _applied.Keys.Union(next.Keys, StringComparer.OrdinalIgnoreCase).Where(path => _applied.GetValueOrDefault(path) != next.GetValueOrDefault(path)).Order(StringComparer.Ordinal)];
        OptionsFault[] faults = [.. changed.Where(path => !IsLive(path, next)).Select(path => new OptionsFault(path, "this setting cannot be changed while the service runs. Restart the service, or put the old value back."))];
        if (faults.Length > 0)
        {
            throw new OptionsException(faults);
        }

        foreach (LibraryDefinition library in changed.Length == 0 ? [] : definition.Libraries)
        {
            _ffi[library.Name].Entry.Reconfigure(library);
        }

        _applied = next;
        return changed;
    }

    private bool IsLive(string path, Dictionary<string, string> next)
    {
        string[] parts = path.Split(ConfigurationPath.KeyDelimiter);
        int library = Array.FindIndex(parts, part => part.Equals(nameof(ActorFfiOptions.Libraries), StringComparison.OrdinalIgnoreCase)) + 1;
        if (library == 0 || library >= parts.Length - 1 || !_ffi.TryGetLibrary(parts[library], out LibraryRef? found) || found.Entry.Definition.Isolation is not null)
        {
            return false;
        }

        // A limit that there was not before, or that is gone, changes how the queues are tied together.
        bool isLimit = parts[^1].Equals(nameof(LibraryOptions.Concurrency), StringComparison.OrdinalIgnoreCase)
            && _applied.GetValueOrDefault(path) is { Length: > 0 } && next.GetValueOrDefault(path) is { Length: > 0 };
        return isLimit || _live.Contains(parts[^1]);
    }

    private static Dictionary<string, string> Flatten(IConfiguration section) => section.AsEnumerable()
        .Where(pair => !string.IsNullOrEmpty(pair.Value))
        .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
}
