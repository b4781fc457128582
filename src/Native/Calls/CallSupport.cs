namespace ActorFfi;

/// <summary>Refuses declarations that can be read and cannot be called.</summary>
internal static class CallSupport
{
    /// <exception cref="DeclarationException">The symbol is a variable, or takes or returns what no call can carry.</exception>
    public static void RefuseUnsupported(string library, SymbolDeclaration declaration)
    {
        if (declaration.Variable is { } type)
        {
            throw Fail(library, declaration, "a function", $"a variable of type '{type}'", null);
        }

        foreach (NativeParameter parameter in declaration.Signature.Parameters)
        {
            Refuse(library, declaration, parameter.Type, parameter.Name);
        }

        Refuse(library, declaration, declaration.Signature.Result, null);
        if (declaration.Signature.IsVariadic)
        {
            throw Fail(library, declaration, "a function with a fixed number of parameters", "...", null);
        }
    }

    private static void Refuse(string library, SymbolDeclaration declaration, NativeType type, string? parameter)
    {
        if (type.IsRecord || type.Kind is NativeTypeKind.LongDouble or NativeTypeKind.Array)
        {
            throw Fail(library, declaration, "a type that can be passed by value", type.Spelling, parameter);
        }
    }

    private static DeclarationException Fail(string library, SymbolDeclaration declaration, string expected, string found, string? parameter) =>
        new(0, 0, expected, found) { Library = library, Symbol = declaration.Name, Parameter = parameter };
}
