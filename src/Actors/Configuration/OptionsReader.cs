using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace ActorFfi;

/// <summary>Reads options from a configuration section, strictly: what the options model does not know is a fault.</summary>
internal sealed class OptionsReader(OptionsFaults faults)
{
    /// <summary>Reads a section into options; libraries are added to those that are there.</summary>
    public void Read(IConfiguration section, ActorFfiOptions options)
    {
        options.Origin = section is IConfigurationSection { Path: { Length: > 0 } path } ? path : options.Origin;
        IConfigurationSection libraries = section.GetSection(nameof(ActorFfiOptions.Libraries));
        ReadSettings(section, options, nameof(ActorFfiOptions.Libraries), () => ReadLibraries(libraries, options));
    }

    /// <summary>Notes a fault of one setting.</summary>
    public void Fail(IConfigurationSection setting, string message) => faults.Add(setting.Path, message);

    /// <summary>Reads the settings of one symbol; its section holds them as children.</summary>
    public void Read(IConfigurationSection section, SymbolOptions symbol) => ReadSettings(section, symbol, skipped: null, static () => { });

    private void ReadLibraries(IConfigurationSection section, ActorFfiOptions options)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Fail(section, $"'{section.Value}' is a text. Give an object that has a member for each library.");
        }

        foreach (IConfigurationSection child in section.GetChildren())
        {
            LibraryOptions library = new() { Origin = child.Path };
            IConfigurationSection symbols = child.GetSection(nameof(LibraryOptions.Symbols));
            ReadSettings(child, library, nameof(LibraryOptions.Symbols), () => new SymbolsReader(this).Read(symbols, library.Symbols));
            if (!options.Libraries.TryAdd(child.Key, library))
            {
                Fail(child, "the library is declared twice. Give each library a name of its own.");
            }
        }
    }

    private void ReadSettings(IConfiguration section, object options, string? skipped, Action readSkipped)
    {
        if (section is IConfigurationSection { Value: { Length: > 0 } text } own)
        {
            Fail(own, $"'{text}' is a text where an object with settings is expected. Names that differ only in case are one in a configuration.");
        }

        IReadOnlyDictionary<string, PropertyInfo> known = OptionsModel.SettingsOf(options.GetType());
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!known.TryGetValue(child.Key, out PropertyInfo? setting))
            {
                Fail(child, Unknown(child.Key, known.Values.Select(property => property.Name)));
            }
            else if (setting.Name == skipped)
            {
                readSkipped();
            }
            else if (child.Value is not null || child.GetChildren().Any())
            {
                ReadSetting(child, setting, options);
            }
        }
    }

    // JSON's null never comes here: it leaves a setting unsaid.
    private void ReadSetting(IConfigurationSection section, PropertyInfo setting, object options)
    {
        if (setting.PropertyType == typeof(IList<string>))
        {
            ReadTexts(section, (IList<string>)setting.GetValue(options)!);
        }
        else if (OptionsModel.TypeOf(setting) == typeof(WorkerRange) && section.GetChildren().Any())
        {
            ReadRange(section, setting, options);
        }
        else if (setting.PropertyType.IsAssignableTo(typeof(JsonNode)))
        {
            ReadShape(section, setting, options);
        }
        else
        {
            ReadValue(section, setting, options);
        }
    }

    private void ReadValue(IConfigurationSection section, PropertyInfo setting, object options)
    {
        Type type = OptionsModel.TypeOf(setting);
        if (section.GetChildren().Any())
        {
            Fail(section, $"settings or a list stand where one value is expected. Give {OptionsModel.AllowedIn(setting)}.");
        }
        else if (SettingValue.TryRead(type, section.Value ?? "", out object? value))
        {
            setting.SetValue(options, value);
        }
        else
        {
            string hint = SettingValue.Suggest(type, section.Value ?? "") is { } suggestion ? $" {suggestion}" : "";
            Fail(section, $"'{section.Value}' is not allowed. Give {OptionsModel.AllowedIn(setting)}.{hint}");
        }
    }

    private void ReadRange(IConfigurationSection section, PropertyInfo setting, object options)
    {
        string? unknown = section.GetChildren().Select(child => child.Key).FirstOrDefault(key =>
            !key.Equals(nameof(WorkerRange.Min), StringComparison.OrdinalIgnoreCase) && !key.Equals(nameof(WorkerRange.Max), StringComparison.OrdinalIgnoreCase));
        if (unknown is null
            && SettingValue.TryRead(typeof(int), section[nameof(WorkerRange.Min)] ?? "0", out object? min)
            && SettingValue.TryRead(typeof(int), section[nameof(WorkerRange.Max)] ?? "", out object? max))
        {
            setting.SetValue(options, new WorkerRange((int)min, (int)max));
        }
        else
        {
            Fail(section, $"the settings are no range. Give {WorkerRange.Allowed}.");
        }
    }

    // A text or an array of texts.
    private void ReadTexts(IConfigurationSection section, IList<string> texts)
    {
        IConfigurationSection[] items = section.Value is { Length: > 0 } ? [section] : [.. section.GetChildren().OrderBy(ShapeNode.IndexOf)];
        foreach (IConfigurationSection item in items)
        {
            if (item.GetChildren().Any() || (item != section && ShapeNode.IndexOf(item) is null))
            {
                Fail(item, "settings stand where a text is expected. Give a text or an array of texts.");
            }
            else if (!string.IsNullOrWhiteSpace(item.Value))
            {
                texts.Add(item.Value);
            }
            else
            {
                Fail(item, "the text is empty. Give a text or an array of texts.");
            }
        }
    }

    private void ReadShape(IConfigurationSection section, PropertyInfo setting, object options)
    {
        bool isList = setting.PropertyType == typeof(JsonArray);
        JsonNode? node = isList ? ShapeNode.ListOf(section) : ShapeNode.Of(section);
        if (node is null)
        {
            Fail(section, $"'{section.Value}' is not allowed. Give {(isList ? "an array of types" : "a type")}.");
        }
        else
        {
            setting.SetValue(options, node);
        }
    }

    private static string Unknown(string name, IEnumerable<string> known)
    {
        string[] names = [.. known.Order(StringComparer.Ordinal)];
        string hint = NameSuggestion.For(name, names) is { } suggestion ? $" {suggestion}" : "";
        return $"the setting '{name}' is unknown.{hint} Known are: {string.Join(", ", names)}.";
    }
}
