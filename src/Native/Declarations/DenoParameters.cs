using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>Reads the parameters of a shape, and the extents of its buffers.</summary>
internal sealed class DenoParameters(DenoObject shape, DenoTypes reader)
{
    private readonly List<string> _names = [];
    private readonly List<NativeType> _types = [];
    private readonly List<DenoValue?> _lengths = [];

    public ImmutableArray<NativeParameter> Parse()
    {
        if (shape.Get("parameters") is not { } parameters)
        {
            return [];
        }

        JsonArray list = parameters.Node as JsonArray ?? throw parameters.Fail("an array of types");
        for (int i = 0; i < list.Count; i++)
        {
            Add(new DenoValue(parameters.Symbol, $"{parameters.Path}[{i}]", list[i]));
        }

        return [.. _names.Select((name, i) => new NativeParameter(name, _types[i], ExtentOf(i)))];
    }

    // An entry is a type, or {"name": …, "type": …}.
    private void Add(DenoValue entry)
    {
        DenoObject? named = entry.Object is { } members && members.Has("name") ? members : null;
        named?.AllowOnly("name", "type");
        DenoValue typeValue = named?.Require("type") ?? entry;
        string name = named?.Get("name")!.AsName() ?? $"arg{_names.Count}";
        if (_names.Contains(name))
        {
            throw (named?.Get("name") ?? entry).Fail("a name that no other parameter has", $"'{name}' is taken.");
        }

        NativeType type = reader.Parse(typeValue);
        if (type.Kind == NativeTypeKind.Void)
        {
            throw typeValue.Fail("a parameter with a value", "Write 'pointer' for a pointer, or no parameter at all.");
        }

        _names.Add(name);
        _types.Add(type);
        _lengths.Add(typeValue.Object?.Get("buffer")?.Object?.Get("length"));
    }

    private Extent? ExtentOf(int index)
    {
        if (_lengths[index] is not { } length)
        {
            return null;
        }

        CTokenReader tokens = new(TextOf(length)) { Symbol = length.Symbol, Path = length.Path };
        CExpression bound = new CTypeParser(tokens, reader.Scope).ParseWholeBound(_names);
        return new ExtentResolver(tokens, _names, _types).Resolve(index, bound, _types[index].Element?.Size ?? 1);
    }

    private static string TextOf(DenoValue length) => length.Node?.GetValueKind() switch
    {
        JsonValueKind.String when length.Text is { Length: > 0 } text => text,
        JsonValueKind.Number => length.Node.ToJsonString(),
        _ => throw length.Fail("a number of elements, the name of a parameter, or an expression of these"),
    };
}
