using System.Globalization;

namespace ActorFfi;

/// <summary>Reads <see cref="HostOptions"/> from configuration; what is unknown or wrong is refused.</summary>
internal static class HostOptionsReader
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, Func<HostOptions, IConfigurationSection, HostOptions>> _settings = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(HostOptions.Urls)] = static (options, setting) => options with { Urls = Text(setting) },
        [nameof(HostOptions.MaxRequestBody)] = static (options, setting) => options with { MaxRequestBody = Number(setting, long.MaxValue, "bytes") },
        [nameof(HostOptions.MaxAllocation)] = static (options, setting) => options with { MaxAllocation = Number(setting, long.MaxValue, "bytes") },
        [nameof(HostOptions.MaxConcurrentRequests)] = static (options, setting) => options with { MaxConcurrentRequests = (int)Number(setting, int.MaxValue, "requests") },
        [nameof(HostOptions.MaxEventStreams)] = static (options, setting) => options with { MaxEventStreams = (int)Number(setting, int.MaxValue, "event streams") },
        [nameof(HostOptions.EventStreamTimeout)] = static (options, setting) => options with { EventStreamTimeout = Duration(setting) },
        [nameof(HostOptions.MaxHeaderBytes)] = static (options, setting) => options with { MaxHeaderBytes = (int)Number(setting, int.MaxValue, "bytes") },
        [nameof(HostOptions.BatchIdleTimeout)] = static (options, setting) => options with { BatchIdleTimeout = Duration(setting) },
        [nameof(HostOptions.Tokens)] = static (options, setting) => options with { Tokens = TokenSourceReader.Read(setting) },
    };

    /// <exception cref="HostSettingException">A setting is unknown or wrong.</exception>
    public static HostOptions Read(IConfiguration configuration)
    {
        HostOptions options = new();
        foreach (IConfigurationSection setting in configuration.GetSection(HostOptions.Section).GetChildren())
        {
            options = _settings.TryGetValue(setting.Key, out Func<HostOptions, IConfigurationSection, HostOptions>? apply)
                ? apply(options, setting)
                : throw new HostSettingException(setting.Path, $"this setting does not exist. {NameSuggestion.For(setting.Key, _settings.Keys)} There are: {string.Join(", ", _settings.Keys)}.");
        }

        return options;
    }

    private static string Text(IConfigurationSection setting) => string.IsNullOrWhiteSpace(setting.Value)
        ? throw new HostSettingException(setting.Path, "it is empty. Give an address such as 'http://127.0.0.1:5080', or remove it for the default.")
        : setting.Value;

    private static long Number(IConfigurationSection setting, long most, string unit) =>
        long.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 && number <= most
            ? number
            : throw new HostSettingException(setting.Path, $"'{setting.Value}' is no number of {unit}. Give a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)}.");

    private static TimeSpan Duration(IConfigurationSection setting) =>
        TimeSpan.TryParse(setting.Value, CultureInfo.InvariantCulture, out TimeSpan time) && time > TimeSpan.Zero && time <= _longestWait
            ? time
            : throw new HostSettingException(setting.Path, $"'{setting.Value}' is no time. Give hours:minutes:seconds up to a day, such as '00:01:00'.");
}
