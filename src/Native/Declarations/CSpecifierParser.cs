namespace ActorFfi;

/// <summary>Reads the words before a declarator: keywords in any order, a typedef, an enum, a struct or a union, with qualifiers between.</summary>
internal sealed class CSpecifierParser(CTokenReader reader, CTypeParser types, CEnumParser enums, CRecordParser records)
{
    /// <summary>Reads the part of a declaration that all its declarators share: <c>const unsigned long</c>.</summary>
    public CType Parse()
    {
        types.CollectAttributes();
        CToken start = reader.Current;
        List<string> basic = [];
        CType? named = null;
        bool isConst = false;
        CToken atomic = default;
        for (CToken token = start; token.IsWord; token = reader.Current)
        {
            if (CKeywords.IsQualifier(token.Text))
            {
                isConst |= CKeywords.IsConst(token.Text);
                reader.Next();
            }
            else if (CDecorations.Begins(token))
            {
                types.CollectAttributes();
            }
            else if (token.Is("_Atomic") && !reader.Following.Is("("))
            {
                atomic = reader.Next();
            }
            else if (CKeywords.IsBasic(token.Text))
            {
                start = basic.Count == 0 ? token : start;
                basic.Add(reader.Next().Text);
            }
            else if (named is not null || basic.Count > 0 || !TryParseNamed(out named))
            {
                RefuseUnsupported(token);
                break;
            }
        }

        CType type = Resolve(start, basic, named);
        RefuseAtomic(atomic, type);
        return isConst ? type.AsConst() : type;
    }

    private bool TryParseNamed(out CType? type)
    {
        CToken token = reader.Current;
        type = token.Text switch
        {
            "enum" => enums.Parse(),
            "struct" or "union" => records.Parse(),
            "_Atomic" => ParseInBrackets(),
            _ when CKeywords.IsTypeOf(token.Text) => ParseInBrackets(),
            _ => types.Scope.FindType(token.Text),
        };
        if (type is not null && !CKeywords.IsReserved(token.Text))
        {
            reader.Next();
        }

        return type is not null;
    }

    // _Atomic(int), typeof(int).
    private CType ParseInBrackets()
    {
        CToken word = reader.Next();
        reader.Expect("(");
        CType type = reader.Nested(types.ParseTypeName);
        reader.Expect(")");
        RefuseAtomic(word.Is("_Atomic") ? word : default, type);
        return type;
    }

    // Compilers may give an atomic struct another size and alignment; what machines load whole keeps both.
    private void RefuseAtomic(CToken place, CType type)
    {
        long? size = CTypeSizes.SizeOf(type, types.Scope);
        bool isWhole = size is 1 or 2 or 4 or 8 && size == CTypeSizes.AlignOf(type, types.Scope);
        if (place.Kind != CTokenKind.End && !isWhole)
        {
            throw reader.NotSupported(place, "Atomic structs", type.Spelling);
        }
    }

    private CType Resolve(CToken start, List<string> basic, CType? named)
    {
        if (named is not null && basic.Count == 0)
        {
            return named;
        }

        if (basic.Count == 0)
        {
            RefuseUnsupported(reader.Current);
            throw reader.Fail("a type", NameSuggestion.For(reader.Current.Text, types.Scope.TypeNames) ?? CMacro.HintFor(reader.Current));
        }

        string words = string.Join(' ', basic);
        CType? type = named is null ? CBasicTypes.Find(basic, types.Scope.Model) : null;
        return type ?? throw reader.FailFor(start, named is null ? words : $"{named.Spelling} {words}", "one C type");
    }

    /// <summary>Throws where <paramref name="token"/> begins what C knows and declarations do not yet.</summary>
    public void RefuseUnsupported(CToken token)
    {
        if (token.IsWord && CKeywords.Unsupported(token.Text) is string construct)
        {
            throw reader.NotSupported(token, construct, token.Text);
        }
    }
}
