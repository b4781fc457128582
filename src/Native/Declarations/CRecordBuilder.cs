using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Collects the members of a struct or union, checks them, and lays them out.</summary>
internal sealed class CRecordBuilder(CTokenReader reader, CTag tag)
{
    private const int DeepestNesting = 64;

    private readonly List<Entry> _entries = [];

    /// <summary>The largest alignment that members have by themselves; 0 for no limit.</summary>
    public int Pack { get; set; }
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private readonly record struct Entry(CToken Place, string Name, CType Type, CAttributes Attributes, int? Width);

    /// <summary>Adds a member that is no bit-field.</summary>
    public void Add(CDeclarator declarator, CAttributes attributes, TypeScope scope)
    {
        RefuseBehindFlexible(declarator.Name);
        CSupport.RefuseOpenBounds(reader, declarator.Type);
        RefuseIncomplete(declarator, scope);
        AddName(declarator.Name, declarator.Name.Text);
        _entries.Add(new Entry(declarator.Name, declarator.Name.Text, declarator.Type, attributes, null));
    }

    /// <summary>Adds a struct or union without a name, whose members count as members of this one.</summary>
    public void AddAnonymous(CToken place, CType type, CAttributes attributes, TypeScope scope)
    {
        if (type is not CRecord { Tag.Name: null } record || scope.FindBody(record.Tag) is not { } body)
        {
            throw reader.Fail("the name of a member");
        }

        RefuseBehindFlexible(place);
        foreach (string name in NamesOf(body, scope))
        {
            AddName(place, name);
        }

        _entries.Add(new Entry(place, "", type, attributes, null));
    }

    /// <summary>Adds a bit-field.</summary>
    public void AddBits(CDeclarator declarator, int width, CToken place, CAttributes attributes)
    {
        RefuseBehindFlexible(place);
        NativeTypeKind kind = declarator.Type is CScalar scalar ? scalar.Kind : NativeTypeKind.Void;
        if (kind is not (NativeTypeKind.Bool or (>= NativeTypeKind.U8 and <= NativeTypeKind.I64)))
        {
            throw reader.FailFor(place, declarator.Type.Spelling, "an integer type for a bit-field");
        }

        int most = kind == NativeTypeKind.Bool ? 1 : NativeKinds.SizeOf(kind) * 8;
        int least = declarator.IsAbstract ? 0 : 1;
        if (width < least || width > most)
        {
            throw reader.FailFor(place, width.ToString(), $"a width from {least} to {most} bits");
        }

        if (attributes.Alignment > 1)
        {
            throw reader.NotSupported(place, "Bit-fields with an alignment", place.Text);
        }

        if (!declarator.IsAbstract)
        {
            AddName(declarator.Name, declarator.Name.Text);
        }

        _entries.Add(new Entry(place, declarator.IsAbstract ? "" : declarator.Name.Text, declarator.Type, attributes, width));
    }

    public CRecordBody Build(CAttributes attributes, TypeScope scope)
    {
        RecordLayout layout = new(tag.IsUnion, attributes.IsPacked, Pack);
        ImmutableArray<CMember>.Builder members = ImmutableArray.CreateBuilder<CMember>(_entries.Count);
        foreach (Entry entry in _entries)
        {
            FieldPlace place = Place(layout, entry, scope);
            if (entry.Width is not 0)
            {
                members.Add(new CMember(entry.Name, entry.Type, place));
            }

            if (layout.Size(attributes.Alignment) > int.MaxValue)
            {
                throw reader.Fail(entry.Place, $"a {tag.Keyword} of at most {int.MaxValue} bytes");
            }
        }

        return new CRecordBody(members.ToImmutable(), (int)layout.Size(attributes.Alignment), layout.Alignment(attributes.Alignment))
        {
            Depth = DepthOf(scope),
            IsTransparent = attributes.IsTransparent,
            HasUnnamedBits = _entries.Exists(static entry => entry is { Width: not null, Name: "" }),
        };
    }

    private int DepthOf(TypeScope scope)
    {
        int depth = 1;
        foreach (Entry entry in _entries)
        {
            CType type = entry.Type is CArray array ? array.Innermost() : entry.Type;
            depth = type is CRecord record ? Math.Max(depth, scope.FindBody(record.Tag)!.Depth + 1) : depth;
            if (depth > DeepestNesting)
            {
                throw reader.Fail(entry.Place, $"at most {DeepestNesting} structs in each other");
            }
        }

        return depth;
    }

    private FieldPlace Place(RecordLayout layout, Entry entry, TypeScope scope)
    {
        if (entry.Width is { } width)
        {
            return layout.AddBits(NativeKinds.SizeOf(((CScalar)entry.Type).Kind), width, entry.Name.Length > 0, entry.Attributes.IsPacked);
        }

        long size = entry.Type is CArray { Bound: null } ? 0 : CTypeSizes.SizeOf(entry.Type, scope) ?? long.MaxValue;
        return size <= int.MaxValue
            ? layout.Add(size, CTypeSizes.AlignOf(entry.Type, scope), entry.Attributes.IsPacked, entry.Attributes.Alignment)
            : throw reader.Fail(entry.Place, $"a member of at most {int.MaxValue} bytes");
    }

    private void AddName(CToken place, string name)
    {
        if (!_names.Add(name))
        {
            throw reader.FailFor(place, name, "a name that no other member has");
        }
    }

    private static IEnumerable<string> NamesOf(CRecordBody body, TypeScope scope) => body.Members.SelectMany(member =>
        member.Name.Length > 0 ? [member.Name] : member.Type is not CRecord ? [] : NamesOf(scope.FindBody(((CRecord)member.Type).Tag)!, scope));

    private void RefuseBehindFlexible(CToken place)
    {
        if (_entries is [.., { Type: CArray { Bound: null } }])
        {
            throw reader.Fail(place, "'}'", "Nothing follows an array without a bound.");
        }
    }

    private void RefuseIncomplete(CDeclarator declarator, TypeScope scope)
    {
        CType type = declarator.Type is CArray array ? array.Innermost() : declarator.Type;
        if (declarator.Type is CArray { Bound: null } && (tag.IsUnion || _entries.Count == 0))
        {
            throw reader.Fail(declarator.Name, "an array with a bound", "Only the last of several members of a struct may be an array without one.");
        }

        if (type is CFunction or CScalar { IsVoid: true } || (type is CRecord record && scope.FindBody(record.Tag) is null))
        {
            throw reader.FailFor(declarator.Name, type.Spelling, "a member of a complete type", type switch
            {
                CFunction => "Declare a pointer to the function.",
                CRecord own when ReferenceEquals(own.Tag, tag) => $"A {tag.Keyword} cannot contain itself; declare a pointer to it.",
                _ => "Define the type before, or declare a pointer to it.",
            });
        }
    }
}
