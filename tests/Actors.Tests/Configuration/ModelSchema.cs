using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>The JSON schema of the options model; descriptions are those of the code.</summary>
internal static partial class ModelSchema
{
    private const string TimePattern = @"^(\d+\.)?\d{1,2}:\d{1,2}:\d{1,2}(\.\d{1,7})?$";

    private static readonly Dictionary<string, string> _summaries = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "ActorFfi.Actors.xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")));

    public static JsonSerializerOptions Format { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Create() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "ActorFfi",
        ["type"] = "object",
        ["properties"] = new JsonObject { [ActorFfiOptions.SectionName] = OfOptions(new ActorFfiOptions()) },
    };

    /// <summary>The default of a setting as a configuration would say it; null for none.</summary>
    public static JsonNode? DefaultOf(PropertyInfo setting, object options) => setting.GetValue(options) switch
    {
        bool value => JsonValue.Create(value),
        int value => JsonValue.Create(value),
        double value => JsonValue.Create(value),
        long value => JsonValue.Create(value),
        WorkerRange value => JsonValue.Create(value.Max),
        Enum value => JsonValue.Create(value.ToString()),
        TimeSpan value => JsonValue.Create(value.ToString("c")),
        _ => null,
    };

    /// <summary>Every default that is not simply "none", as JSON.</summary>
    public static IEnumerable<(string Name, string Value)> AllDefaults() =>
        from options in new object[] { ServingOptions.Defaults, new ActorFfiOptions(), new SymbolOptions() }
        from setting in OptionsModel.SettingsOf(options.GetType()).Values
        let value = DefaultOf(setting, options)
        where value is not null
        select (setting.Name, value.ToJsonString());

    private static JsonObject OfOptions(object options) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(OptionsModel.SettingsOf(options.GetType()).Values
            .OrderBy(setting => setting.Name, StringComparer.Ordinal)
            .Select(setting => KeyValuePair.Create<string, JsonNode?>(setting.Name, OfSetting(setting, options)))),
    };

    private static JsonObject OfSetting(PropertyInfo setting, object options)
    {
        JsonObject schema = OfType(setting);
        schema["description"] = _summaries[$"P:{setting.DeclaringType!.FullName}.{setting.Name}"];

        // The defaults of a symbol are its library's settings.
        bool isServing = setting.DeclaringType == typeof(ServingOptions);
        if ((!isServing || options is LibraryOptions) && DefaultOf(setting, isServing ? ServingOptions.Defaults : options) is { } value)
        {
            schema["default"] = value;
        }

        return schema;
    }

    private static JsonObject OfType(PropertyInfo setting) => OptionsModel.TypeOf(setting) switch
    {
        { } type when type == typeof(IDictionary<string, LibraryOptions>) => new() { ["type"] = "object", ["additionalProperties"] = OfOptions(new LibraryOptions()) },
        { } type when type == typeof(IList<SymbolOptions>) => Symbols(),
        { } type when type == typeof(IList<string>) => new() { ["type"] = new JsonArray("string", "array"), ["items"] = new JsonObject { ["type"] = "string" } },
        { } type when type == typeof(JsonArray) => new() { ["type"] = new JsonArray("array", "null"), ["items"] = new JsonObject { ["type"] = new JsonArray("string", "object") } },
        { } type when type == typeof(JsonNode) => new() { ["type"] = new JsonArray("string", "object", "null") },
        { } type when type.IsEnum => new() { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => JsonValue.Create(name)), null]) },
        { } type when type == typeof(TimeSpan) => new() { ["type"] = new JsonArray("string", "null"), ["pattern"] = TimePattern },
        { } type when type == typeof(bool) => new() { ["type"] = new JsonArray("boolean", "null") },
        { } type when type == typeof(double) => new() { ["type"] = new JsonArray("number", "null"), ["minimum"] = (double)setting.GetCustomAttribute<RangeAttribute>()!.Minimum, ["maximum"] = (double)setting.GetCustomAttribute<RangeAttribute>()!.Maximum },
        { } type when type == typeof(WorkerRange) => Range(),
        { } type when type == typeof(int) || type == typeof(long) => Number(setting.GetCustomAttribute<RangeAttribute>()!),
        _ => new() { ["type"] = new JsonArray("string", "null") },
    };

    private static JsonObject Number(RangeAttribute range)
    {
        JsonObject schema = new() { ["type"] = new JsonArray("integer", "null"), ["minimum"] = JsonNode.Parse(range.Minimum.ToString()!) };
        if (range.OperandType == typeof(int) && range.Maximum is not int.MaxValue)
        {
            schema["maximum"] = (int)range.Maximum;
        }

        return schema;
    }

    private static JsonObject Range() => new()
    {
        ["type"] = new JsonArray("integer", "object", "null"),
        ["minimum"] = 1,
        ["additionalProperties"] = false,
        ["required"] = new JsonArray(nameof(WorkerRange.Max)),
        ["properties"] = new JsonObject
        {
            [nameof(WorkerRange.Min)] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
            [nameof(WorkerRange.Max)] = new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
        },
    };

    private static JsonObject Symbols()
    {
        JsonObject symbol = OfOptions(new SymbolOptions());
        symbol["type"] = new JsonArray("string", "object");
        return new JsonObject { ["type"] = new JsonArray("object", "array"), ["items"] = symbol, ["additionalProperties"] = symbol.DeepClone() };
    }

    private static string Text(XElement? summary) => summary is null ? "" : Spaces().Replace(
        string.Concat(summary.Nodes().Select(node => node is XElement { Name.LocalName: "see" } see ? see.Attribute("cref")!.Value.Split('.')[^1] : node is XElement inner ? inner.Value : ((XText)node).Value)),
        " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
