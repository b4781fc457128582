namespace ActorFfi;

/// <summary>Reads past functions and variables among a library's types: headers have them, and they are declared where they are used.</summary>
internal static class CIdleDeclarations
{
    /// <summary>Reads one declaration with all its declarators, or a function with its body. Structs and enums in it are defined.</summary>
    public static void Parse(CTokenReader reader, CTypeParser types)
    {
        while (reader.Current.IsWord && CKeywords.IsStorage(reader.Current.Text))
        {
            reader.Next();
            types.CollectAttributes();
        }

        RefuseOther(reader, types);
        CType specifiers = types.ParseSpecifiers();
        types.CollectAttributes();
        if (reader.Accept(";"))
        {
            return;
        }

        do
        {
            if (reader.Current.IsWord && CKeywords.IsReserved(reader.Current.Text))
            {
                reader.Expect(";");
            }

            CDeclarator declarator = types.ParseDeclarator(specifiers);
            types.CollectAttributes();
            if (declarator.Type is CFunction && reader.Current.Is("{"))
            {
                types.SkipBrackets("{", "}");
                return;
            }

            if (reader.Accept("="))
            {
                SkipValue(reader, types);
            }
        }
        while (reader.Accept(","));
        reader.Expect(";");
    }

    // What could be a name of a type is looked up, so that the error says what is missing.
    private static void RefuseOther(CTokenReader reader, CTypeParser types)
    {
        CToken start = reader.Current;
        bool isNamed = start.IsWord && (reader.Following.IsWord || reader.Following.Is("*") || types.Scope.FindType(start.Text) is not null);
        if (!isNamed && !(start.IsWord && CKeywords.BeginsType(start.Text)))
        {
            types.RefuseUnsupported(start);
            throw reader.Fail("'typedef', 'struct', 'union' or 'enum'", CMacro.HintFor(start));
        }
    }

    private static void SkipValue(CTokenReader reader, CTypeParser types)
    {
        while (!reader.Current.Is(",") && !reader.Current.Is(";"))
        {
            if (reader.Current.Is("{"))
            {
                types.SkipBrackets("{", "}");
            }
            else if (reader.Current.Is("("))
            {
                types.SkipBrackets();
            }
            else if (reader.Current.Kind == CTokenKind.End)
            {
                reader.Expect(";");
            }
            else
            {
                reader.Next();
            }
        }
    }
}
