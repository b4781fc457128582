using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Reads typedefs, enums, structs and unions into a scope, and past everything else that headers declare.</summary>
internal static class CTypeDeclarations
{
    public static TypeScope Parse(string text, TypeScope basis)
    {
        ImmutableArray<CToken> tokens = CLexer.Tokenize(text, out DeclarationException? fault, takesDirectives: true);
        (tokens, ImmutableDictionary<string, CMacro> macros) = tokens.Any(token => token.Kind == CTokenKind.Directive) || !basis.Macros.IsEmpty
            ? CPreprocessor.Run(tokens, basis)
            : (tokens, basis.Macros);
        CTokenReader reader = new(tokens, fault);
        CTypeParser types = new(reader, basis, mayDefine: true);
        while (reader.Current.Kind != CTokenKind.End)
        {
            ParseDeclaration(reader, types);
        }

        return ReferenceEquals(macros, basis.Macros) ? types.Scope : types.Scope.WithMacros(macros);
    }

    private static void ParseDeclaration(CTokenReader reader, CTypeParser types)
    {
        reader.Symbol = null;
        types.CollectAttributes();
        CToken start = reader.Current;
        if (start.Is("extern") && reader.Following.Kind == CTokenKind.String)
        {
            ParseLinkage(reader, types);
            return;
        }

        if (start.Is("_Static_assert") || start.Is("static_assert"))
        {
            reader.Next();
            types.SkipBrackets();
            reader.Expect(";");
        }
        else if (reader.Accept("typedef"))
        {
            ParseTypedef(reader, types);
            reader.Expect(";");
        }
        else if (!reader.Accept(";"))
        {
            CIdleDeclarations.Parse(reader, types);
        }

        types.TakeAttributes();
    }

    // extern "C" { … }, which headers have for another language.
    private static void ParseLinkage(CTokenReader reader, CTypeParser types)
    {
        reader.Next();
        reader.Next();
        if (!reader.Current.Is("{"))
        {
            ParseDeclaration(reader, types);
            return;
        }

        reader.Expect("{");
        while (!reader.Current.Is("}"))
        {
            ParseDeclaration(reader, types);
        }

        reader.Expect("}");
    }

    private static void ParseTypedef(CTokenReader reader, CTypeParser types)
    {
        CType specifiers = types.ParseSpecifiers();
        CAttributes shared = types.TakeAttributes();
        do
        {
            CDeclarator declarator = types.ParseDeclarator(specifiers);
            types.CollectAttributes();
            CAttributes own = shared.And(types.TakeAttributes());
            CType type = CTypeChanges.Apply(types, reader, declarator.Type, own);
            type = type is CRecord record && own.IsTransparent ? record with { IsTransparent = true } : type;
            Define(reader, types, declarator with { Type = own.TypeAlignment > 0 ? type with { OwnAlignment = own.TypeAlignment } : type });
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
        known = known is not null && CStandardTypes.MayBeReplaced(declarator.Name.Text) && types.Scope.IsBuiltIn(declarator.Name.Text) ? null : known;
        bool isTaken = known is not null ? !known.IsSameAs(declarator.Type) : types.Scope.FindConstant(declarator.Name.Text) is not null;
        types.Scope = isTaken
            ? throw reader.Fail(declarator.Name, "a name that is not taken yet", known is null ? null : $"It is another type already: {known.Spelling}.")
            : known is null ? types.Scope.WithType(declarator.Name.Text, declarator.Type) : types.Scope;
    }
}
