using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace ActorFfi;

/// <summary>Turns a part of a configuration back into the JSON that it came from, whose values stay texts; and the other way round.</summary>
internal static class ShapeNode
{
    /// <summary>The JSON of a section; null for an empty one.</summary>
    public static JsonNode? Of(IConfigurationSection section)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0)
        {
            return string.IsNullOrEmpty(section.Value) ? null : JsonValue.Create(section.Value);
        }

        if (children.All(child => IndexOf(child) is not null))
        {
            return new JsonArray([.. children.OrderBy(IndexOf).Select(Of)]);
        }

        return new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, Of(child))));
    }

    /// <summary>The JSON of a section that is a list, which may be empty; null where it is none.</summary>
    public static JsonArray? ListOf(IConfigurationSection section) =>
        string.IsNullOrEmpty(section.Value) && !section.GetChildren().Any() ? [] : Of(section) as JsonArray;

    /// <summary>A configuration section that holds an object at a path.</summary>
    public static IConfigurationSection SectionOf(JsonObject value, string path)
    {
        JsonNode root = path.Split(':').Reverse().Aggregate(value.DeepClone(), static (inner, key) => new JsonObject { [key] = inner });
        return new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(root.ToJsonString())))
            .Build()
            .GetSection(path);
    }

    /// <summary>The place of an item in an array; null where the key is a name.</summary>
    public static int? IndexOf(IConfigurationSection item) =>
        int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
}
