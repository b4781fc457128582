using System.Globalization;

namespace ActorFfi;

/// <summary>Reads <see cref="HostOptions"/> from configuration; what is unknown or wrong is refused.</summary>
internal static class HostOptionsReader
{
    /// <exception cref="HostSettingException">A setting is unknown or wrong.</exception>
    public static HostOptions Read(IConfiguration configuration)
    {
        HostOptions options = new();
        foreach (IConfigurationSection setting in configuration.GetSection(HostOptions.Section).GetChildren())
        {
            options = Apply(options, setting);
        }

        return options;
    }

    private static HostOptions Apply(HostOptions options, IConfigurationSection setting) => setting.Key.ToUpperInvariant() switch
    {
        "URLS" => options with { Urls = Text(setting) },
        "MAXREQUESTBODY" => options with { MaxRequestBody = Bytes(setting) },
        "MAXALLOCATION" => options with { MaxAllocation = Bytes(setting) },
        _ => throw new HostSettingException(setting.Path, "this setting does not exist. There are: Urls, MaxRequestBody, MaxAllocation."),
    };

    private static string Text(IConfigurationSection setting) => string.IsNullOrWhiteSpace(setting.Value)
        ? throw new HostSettingException(setting.Path, "it is empty. Give an address such as 'http://127.0.0.1:5080', or remove it for the default.")
        : setting.Value;

    private static long Bytes(IConfigurationSection setting) =>
        long.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) && bytes > 0
            ? bytes
            : throw new HostSettingException(setting.Path, $"'{setting.Value}' is no number of bytes. Give a whole number from 1, such as 67108864.");
}
