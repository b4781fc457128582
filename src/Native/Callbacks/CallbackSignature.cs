namespace ActorFfi;

/// <summary>Reads the signature of a callback as C spells it.</summary>
internal static class CallbackSignature
{
    /// <summary>Reads a function or a pointer to one, with or without a name.</summary>
    /// <returns>The name, null where there is none, and the signature.</returns>
    /// <exception cref="DeclarationException">The text is wrong, or is no function.</exception>
    public static (string? Name, NativeSignature Signature) Parse(string text, TypeScope? types = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        CTokenReader reader = new(text, types);
        CTypeParser parser = new(reader, types ?? TypeScope.Default);
        CDeclarator declarator = parser.ParseDeclarator(parser.ParseSpecifiers());
        CFunction function = (declarator.Type is CPointer pointer ? pointer.Target : declarator.Type) as CFunction
            ?? throw reader.Fail("'(' and the parameters of a function");
        reader.Accept(";");
        reader.ExpectEnd();
        NativeSignature signature = new CSignatureLowering(reader, new CTypeLowering(reader, parser.Scope), parser.Scope).Lower(function);
        return (declarator.IsAbstract ? null : declarator.Name.Text, signature);
    }
}
