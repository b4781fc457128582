namespace ActorFfi;

/// <summary>Declarations of functions and variables as C spells them.</summary>
public static class CPrototype
{
    /// <summary>Reads a prototype: <c>unsigned long crc32(unsigned long crc, const unsigned char buf[len], unsigned int len);</c></summary>
    /// <param name="text">
    /// One prototype, or one variable: <c>extern const int limit;</c> Names of parameters and the semicolon are optional, and so is
    /// <c>extern</c> in front of a function; the bounds of arrays may name parameters in any order.
    /// </param>
    /// <param name="types">The types that the prototype may name; null for <see cref="TypeScope.Default"/>.</param>
    /// <returns>The declaration, under the name of the function or variable.</returns>
    /// <exception cref="DeclarationException">The text is wrong, or declares what is not supported yet.</exception>
    public static SymbolDeclaration Parse(string text, TypeScope? types = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        CTokenReader reader = new(text, types);
        CTypeParser parser = new(reader, types ?? TypeScope.Default);
        parser.CollectAttributes();
        bool isExtern = reader.Current.Is("static") ? throw reader.Fail("a type", "What is static is not exported. Declare what the library exports.") : reader.Accept("extern");
        if (isExtern && reader.Current.Kind == CTokenKind.String)
        {
            reader.Next(); // extern "C", which headers have for another language.
        }

        CDeclarator declarator = parser.ParseDeclarator(parser.ParseSpecifiers());
        parser.CollectAttributes();
        string? label = parser.TakeHarmlessAttributes().Label;
        if (declarator.IsAbstract)
        {
            throw reader.Fail("the name of a function");
        }

        SymbolDeclaration declaration = declarator.Type is CFunction function
            ? new SymbolDeclaration(declarator.Name.Text, declarator.Name.Text, Signature(reader, parser.Scope, function))
            : Variable(reader, parser.Scope, declarator, isExtern);
        reader.Accept(";");
        reader.ExpectEnd();
        return label is { Length: > 0 } ? declaration with { NativeName = label } : declaration;
    }

    private static NativeSignature Signature(CTokenReader reader, TypeScope scope, CFunction function)
    {
        reader.Parameter = null;
        return new CSignatureLowering(reader, new CTypeLowering(reader, scope), scope).Lower(function);
    }

    private static SymbolDeclaration Variable(CTokenReader reader, TypeScope scope, CDeclarator declarator, bool isExtern)
    {
        if (!isExtern)
        {
            throw reader.Fail("'(' and the parameters of a function", (reader.Current.IsWord ? CMacro.HintFor(declarator.Name) : null) ?? "Write 'extern' in front of a variable.");
        }

        CSupport.RefuseOpenBounds(reader, declarator.Type);
        CType sized = declarator.Type is CArray { Bound: null } open ? open.Element : declarator.Type;
        if (CTypeSizes.SizeOf(sized, scope) is not (> 0 and <= int.MaxValue))
        {
            throw reader.FailFor(declarator.Name, declarator.Type.Spelling, "a variable of a known size");
        }

        return new SymbolDeclaration(declarator.Name.Text, declarator.Name.Text, NativeSignature.None)
        {
            Variable = new CTypeLowering(reader, scope).LowerObject(declarator.Type),
            IsReadOnly = declarator.Type.IsConst,
        };
    }
}
