using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>A value in a shape and the path that leads to it.</summary>
/// <param name="Symbol">The symbol that is declared.</param>
/// <param name="Path">The path, such as <c>parameters[1].buffer</c>.</param>
/// <param name="Node">The value; null for JSON's null.</param>
internal sealed record DenoValue(string Symbol, string Path, JsonNode? Node)
{
    /// <summary>The text of a JSON string, or null.</summary>
    public string? Text => Node is JsonValue && Node.GetValueKind() == JsonValueKind.String ? Node.ToString() : null;

    public DenoObject? Object => Node is JsonObject members ? new DenoObject(Symbol, Path, members) : null;

    private string Found => Node switch
    {
        null => "null",
        JsonObject => "{…}",
        JsonArray => "[…]",
        _ => Text ?? Node.ToJsonString(),
    };

    public string AsName() => Text is { Length: > 0 } text && !text.Contains('\0') ? text : throw Fail("a name");

    public bool AsBool() => Node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(Text, out bool value) => value,
        _ => throw Fail("true or false"),
    };

    public DeclarationException Fail(string expected, string? hint = null) =>
        new(0, 0, expected, Found, hint) { Symbol = Symbol, Path = Path };

    public DeclarationException NotSupported(string construct) =>
        Fail("a type that is supported", $"{construct} are not supported yet.");
}
