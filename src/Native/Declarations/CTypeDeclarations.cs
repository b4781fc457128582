namespace ActorFfi;

/// <summary>Reads typedefs, enums, structs and unions into a scope.</summary>
internal static class CTypeDeclarations
{
    public static TypeScope Parse(string text, TypeScope basis)
    {
        CTokenReader reader = new(text);
        CTypeParser types = new(reader, basis, mayDefine: true);
        while (reader.Current.Kind != CTokenKind.End)
        {
            ParseDeclaration(reader, types);
        }

        return types.Scope;
    }

    private static void ParseDeclaration(CTokenReader reader, CTypeParser types)
    {
        CToken start = reader.Current;
        reader.Symbol = null;
        if (reader.Accept("typedef"))
        {
            ParseTypedef(reader, types);
        }
        else if (start.Is("enum") || start.Is("struct") || start.Is("union"))
        {
            types.ParseSpecifiers();
        }
        else if (!start.Is(";"))
        {
            types.RefuseUnsupported(start);
            throw reader.Fail("'typedef', 'struct', 'union' or 'enum'");
        }

        reader.Expect(";");
    }

    private static void ParseTypedef(CTokenReader reader, CTypeParser types)
    {
        CType specifiers = types.ParseSpecifiers();
        do
        {
            CDeclarator declarator = types.ParseDeclarator(specifiers);
            Define(reader, types, declarator);
        }
        while (reader.Accept(","));
    }

    // C allows to say the same typedef again.
    private static void Define(CTokenReader reader, CTypeParser types, CDeclarator declarator)
    {
        if (declarator.IsAbstract)
        {
            throw reader.Fail("a name for the type");
        }

        CSupport.RefuseOpenBounds(reader, declarator.Type);
        CType? known = types.Scope.FindType(declarator.Name.Text);
        bool isTaken = known is not null ? !known.IsSameAs(declarator.Type) : types.Scope.FindConstant(declarator.Name.Text) is not null;
        types.Scope = isTaken
            ? throw reader.Fail(declarator.Name, "a name that is not taken yet", known is null ? null : $"It is another type already: {known.Spelling}.")
            : known is null ? types.Scope.WithType(declarator.Name.Text, declarator.Type) : types.Scope;
    }
}
