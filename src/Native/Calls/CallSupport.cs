namespace ActorFfi;

/// <summary>Refuses declarations that can be read and cannot be called.</summary>
internal static class CallSupport
{
    // What a function's arguments may take of a thread's stack; far more than any real function does.
    private const int MostStackBytes = 64 * 1024;

    /// <exception cref="DeclarationException">The symbol is a variable, or takes or returns what no call can carry.</exception>
    public static void RefuseUnsupported(string library, SymbolDeclaration declaration)
    {
        if (declaration.Variable is { } type)
        {
            throw Fail(library, declaration, "a function", $"a variable of type '{type}'", null, null);
        }

        foreach (NativeParameter parameter in declaration.Signature.Parameters)
        {
            Refuse(library, declaration, parameter.Type, parameter.Name);
        }

        Refuse(library, declaration, declaration.Signature.Result, null);
    }

    /// <exception cref="DeclarationException">The signature needs machine code that this system has none of, or too much stack.</exception>
    public static void RefuseUnsupported(string library, SymbolDeclaration declaration, CallShape shape)
    {
        if (shape.Machine is null)
        {
            return;
        }

        if (!Trampoline.IsSupported)
        {
            throw Fail(library, declaration, "a signature of numbers and pointers", Describe(shape.Signature), null, "Structs by value, long double and variadic functions are called on x86-64 Linux and macOS only; wrap the function in one that takes pointers.");
        }

        if (shape.Machine.StackSize > MostStackBytes || shape.Signature.Result.Size > MostStackBytes)
        {
            throw Fail(library, declaration, $"structs by value of at most {MostStackBytes} bytes together", Describe(shape.Signature), null, "Pass pointers to them.");
        }
    }

    private static void Refuse(string library, SymbolDeclaration declaration, NativeType type, string? parameter)
    {
        if (type.Kind == NativeTypeKind.Array || type.IsOpaque || IsByPointerOnly(type) || HasFlexibleArray(type))
        {
            throw Fail(library, declaration, "a type that can be passed by value", type.Spelling, parameter, "Pass a pointer to it.");
        }

        if (type.IsRecord && ValueClasses.DependsOnCompiler(type))
        {
            throw Fail(library, declaration, "a struct that all compilers pass alike", type.Spelling, parameter, "Compilers disagree on bit-fields without a name and on members that are not aligned; give bit-fields a name, pack nothing, or pass a pointer.");
        }
    }

    private static bool IsByPointerOnly(NativeType type) =>
        type.IsByPointerOnly || (type.Kind == NativeTypeKind.Array && IsByPointerOnly(type.Element!)) || type.Fields.Any(field => IsByPointerOnly(field.Type));

    private static bool HasFlexibleArray(NativeType type) => type.Fields.Any(field =>
        HasFlexibleArray(field.Type) || field.Type is { Kind: NativeTypeKind.Array, Length: 0 });

    private static string Describe(NativeSignature signature) =>
        $"{signature.Result} ({string.Join(", ", signature.Parameters.Select(parameter => parameter.Type.Spelling))}{(signature.IsVariadic ? ", ..." : "")})";

    private static DeclarationException Fail(string library, SymbolDeclaration declaration, string expected, string found, string? parameter, string? hint) =>
        new(0, 0, expected, found, hint) { Library = library, Symbol = declaration.Name, Parameter = parameter };
}
