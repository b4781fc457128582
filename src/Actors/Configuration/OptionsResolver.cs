namespace ActorFfi;

/// <summary>Validates options and resolves them into definitions with nothing left to parse.</summary>
internal static class OptionsResolver
{
    public static RuntimeDefinition Resolve(ActorFfiOptions options) =>
        new([.. options.Libraries.Select(library => ResolveLibrary(library.Key, library.Value))], options.ShutdownTimeout);

    private static LibraryDefinition ResolveLibrary(string name, LibraryOptions options)
    {
        TypeScope types = TypeScope.Parse(options.Types);
        return new(name, [.. options.Path], options.Concurrency, [.. options.Symbols.Select(symbol => ResolveSymbol(symbol, options, types))]);
    }

    private static SymbolDefinition ResolveSymbol(SymbolOptions options, LibraryOptions library, TypeScope types)
    {
        SymbolDeclaration declaration = CPrototype.Parse(options.Declaration!, types);
        declaration = declaration with
        {
            Name = options.Key ?? declaration.Name,
            NativeName = options.Name ?? declaration.NativeName,
            IsOptional = options.Optional,
            Nonblocking = options.Nonblocking,
            CapturesErrno = options.Errno ?? library.Errno,
        };
        FailureRule? fails = options.Fails is null ? null : FailureRuleParser.Parse(options.Fails, declaration.Signature.Result);
        return new SymbolDefinition(declaration, Settings(options, library), options.Concurrency, fails, options.Frees);
    }

    private static SymbolSettings Settings(SymbolOptions options, LibraryOptions library) => new()
    {
        Threads = options.Threads ?? library.Threads,
        MinimumWorkers = 0,
        MaximumWorkers = options.Workers ?? library.Workers,
        QueueLimit = options.QueueLimit ?? library.QueueLimit,
        Overflow = options.Overflow ?? library.Overflow,
        IdleTimeout = options.IdleTimeout ?? library.IdleTimeout,
        OnFault = options.OnFault ?? library.OnFault,
    };
}
