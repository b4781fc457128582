using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>An object in a shape: its members by name, whatever their case.</summary>
internal sealed class DenoObject
{
    private readonly Dictionary<string, DenoValue> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly DenoValue _self;

    public DenoObject(string symbol, string path, JsonObject members)
    {
        _self = new DenoValue(symbol, path, members);
        foreach ((string name, JsonNode? node) in Enumerate(members))
        {
            DenoValue member = new(symbol, path.Length == 0 ? name : $"{path}.{name}", node);
            if (!_members.TryAdd(name, member))
            {
                throw new DeclarationException(0, 0, "a property once", name) { Symbol = symbol, Path = member.Path };
            }
        }
    }

    /// <summary>The names of the members as written.</summary>
    public IEnumerable<string> Names => _members.Keys;

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>The member, or null where there is none.</summary>
    public DenoValue? Get(string name) => _members.GetValueOrDefault(name);

    public DenoValue Require(string name) => Get(name) ?? throw _self.Fail($"an object with '{name}'");

    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        foreach ((string name, DenoValue member) in _members)
        {
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new DeclarationException(0, 0, $"one of the properties {string.Join(", ", names.ToArray())}", name, NameSuggestion.For(name, names.ToArray()))
                {
                    Symbol = member.Symbol,
                    Path = member.Path,
                };
            }
        }
    }

    public DeclarationException NotSupported(string name, string construct) => _members[name].NotSupported(construct);

    // An object that says a name twice throws when it is first looked into.
    private static List<KeyValuePair<string, JsonNode?>> Enumerate(JsonObject members)
    {
        try
        {
            return [.. members];
        }
        catch (ArgumentException twice)
        {
            throw new DeclarationException(0, 0, "each property once", twice.Message);
        }
    }
}
