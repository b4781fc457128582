using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>Reads structs and unions of shapes: an array of types, or of <c>{ "name": "x", "type": "f64" }</c>, laid out as C does.</summary>
internal sealed class DenoRecord(DenoTypes types)
{
    /// <summary>Reads the members; one without a name is called <c>f0</c>, <c>f1</c>… by its position.</summary>
    public NativeType Parse(DenoValue value, bool isUnion)
    {
        JsonArray list = value.Node as JsonArray is { Count: > 0 } members ? members : throw value.Fail("an array of at least one type");
        RecordLayout layout = new(isUnion, isPacked: false);
        ImmutableArray<NativeField>.Builder fields = ImmutableArray.CreateBuilder<NativeField>(list.Count);
        for (int i = 0; i < list.Count; i++)
        {
            DenoValue entry = new(value.Symbol, $"{value.Path}[{i}]", list[i]);
            fields.Add(ParseField(entry, i, layout));
            if (fields.Count(field => field.Name == fields[i].Name) > 1)
            {
                throw entry.Fail("a name that no other member has", $"'{fields[i].Name}' is taken.");
            }
        }

        string spelling = $"{(isUnion ? "union" : "struct")} {{ {string.Join("; ", fields)}; }}";
        return layout.Size(1) <= int.MaxValue
            ? new NativeType(isUnion ? NativeTypeKind.Union : NativeTypeKind.Struct, spelling, (int)layout.Size(1)) { Alignment = layout.Alignment(1), Fields = fields.MoveToImmutable() }
            : throw value.Fail($"members of at most {int.MaxValue} bytes together");
    }

    private NativeField ParseField(DenoValue entry, int index, RecordLayout layout)
    {
        DenoObject? named = entry.Object is { } members && members.Has("name") ? members : null;
        named?.AllowOnly("name", "type");
        DenoValue typeValue = named?.Require("type") ?? entry;
        NativeType type = types.Parse(typeValue);
        return type is { Kind: NativeTypeKind.Void } or { IsOpaque: true }
            ? throw typeValue.Fail("a member with a size")
            : new NativeField(named?.Get("name")!.AsName() ?? $"f{index}", type, layout.Add(type.Size, type.Alignment));
    }
}
