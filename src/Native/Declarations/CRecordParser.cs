namespace ActorFfi;

/// <summary>Reads structs and unions: <c>struct point</c>, and where types may be defined <c>struct point { int x, y; }</c>.</summary>
internal sealed class CRecordParser(CTokenReader reader, CTypeParser types, CAttributeParser attributes, CExpressionParser expressions, bool mayDefine)
{
    public CRecord Parse()
    {
        CToken keyword = reader.Next();
        bool isUnion = keyword.Is("union");
        CAttributes before = attributes.Parse(isLayout: true);
        CToken? name = reader.Current.IsWord && !CKeywords.IsReserved(reader.Current.Text) ? reader.Next() : null;
        if (!reader.Current.Is("{"))
        {
            CToken tagName = name ?? throw reader.Fail($"the name of a {keyword.Text}");
            return new CRecord(Refer(tagName, isUnion));
        }

        if (!mayDefine)
        {
            throw reader.Fail($"a {keyword.Text} that is defined already", $"Define it in the library's types and name it here.");
        }

        CTag tag = name is { } own ? TagToDefine(own, isUnion) : new CTag(null, isUnion);
        return new CRecord(reader.Nested(() => Define(tag, before)));
    }

    // C lets a tag be named before it is defined, or without that ever: pointers to it can be used.
    private CTag Refer(CToken name, bool isUnion) => Find(name, isUnion) ?? Declare(name, isUnion);

    private CTag TagToDefine(CToken name, bool isUnion)
    {
        CTag? known = Find(name, isUnion);
        return known is null ? Declare(name, isUnion)
            : types.Scope.FindBody(known) is null ? known
            : throw reader.Fail(name, $"the name of a {known.Keyword} that is not defined yet");
    }

    private CTag? Find(CToken name, bool isUnion)
    {
        CTag? known = types.Scope.FindRecord(name.Text);
        bool isOther = known is null ? types.Scope.FindEnum(name.Text) is not null : known.IsUnion != isUnion;
        return isOther
            ? throw reader.Fail(name, $"the name of a {(isUnion ? "union" : "struct")}", known is null ? "It is an enum." : $"It is a {known.Keyword}.")
            : known;
    }

    private CTag Declare(CToken name, bool isUnion)
    {
        CTag tag = new(name.Text, isUnion);
        types.Scope = types.Scope.WithRecord(tag);
        return tag;
    }

    private CTag Define(CTag tag, CAttributes before)
    {
        reader.Expect("{");

        // Attributes behind the body lay out what stands before them, so the members are read first and laid out then.
        CRecordBuilder builder = new(reader, tag);
        bool outer = types.IsInRecord;
        types.IsInRecord = true;
        while (!reader.Current.Is("}"))
        {
            if (!reader.Accept(";")) // One too many is none to compilers.
            {
                ParseMembers(builder);
            }
        }

        types.IsInRecord = outer;
        builder.Pack = reader.Expect("}").Pack;
        CRecordBody body = builder.Build(before.And(attributes.Parse(isLayout: true)), types.Scope);
        types.Scope = types.Scope.WithBody(tag, body);
        return tag;
    }

    private void ParseMembers(CRecordBuilder builder)
    {
        CAttributes outer = types.TakeAttributes();
        types.CollectAttributes();
        CToken start = reader.Current;
        CType specifiers = types.ParseSpecifiers();
        types.CollectAttributes();
        CAttributes shared = types.TakeAttributes();
        if (reader.Current.Is(";"))
        {
            builder.AddAnonymous(start, specifiers, shared, types.Scope);
        }
        else
        {
            do
            {
                ParseMember(builder, specifiers, shared);
            }
            while (reader.Accept(","));
        }

        types.RestoreAttributes(outer);
        reader.Expect(";");
    }

    private void ParseMember(CRecordBuilder builder, CType specifiers, CAttributes shared)
    {
        CToken place = reader.Current;
        CDeclarator declarator = reader.Current.Is(":") ? new CDeclarator(default, specifiers) : types.ParseMemberDeclarator(specifiers);
        CToken widthPlace = reader.Following;
        int? width = reader.Accept(":") ? (int)System.Numerics.BigInteger.Min(expressions.ParseConstant().Value, int.MaxValue) : null;
        types.CollectAttributes();
        CAttributes own = shared.And(types.TakeAttributes());
        declarator = declarator with { Type = CTypeChanges.Apply(types, reader, declarator.Type, own) };
        if (width is { } bits)
        {
            builder.AddBits(declarator, bits, widthPlace, own);
        }
        else
        {
            builder.Add(declarator.IsAbstract ? throw reader.Fail(place, "the name of a member") : declarator, own, types.Scope);
        }
    }
}
