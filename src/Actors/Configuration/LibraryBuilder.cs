namespace ActorFfi;

/// <summary>Declares one library in code; each method sets the option of its name.</summary>
public sealed class LibraryBuilder : ServingBuilder<LibraryBuilder>
{
    internal LibraryBuilder(LibraryOptions options)
        : base(options)
    {
        Options = options;
    }

    /// <summary>What has been declared so far.</summary>
    public LibraryOptions Options { get; }

    /// <summary>Adds candidate files or names, tried in order.</summary>
    public LibraryBuilder Path(params ReadOnlySpan<string> candidates) => Add(Options.Path, candidates);

    /// <summary>Adds C type declarations that the symbols' prototypes use: <c>typedef</c>s and <c>enum</c>s.</summary>
    public LibraryBuilder Types(params ReadOnlySpan<string> texts) => Add(Options.Types, texts);

    /// <inheritdoc cref="LibraryOptions.Concurrency"/>
    public LibraryBuilder Concurrency(int calls) => Set(Options.Concurrency = calls);

    /// <summary>Declares a function by its C prototype.</summary>
    /// <param name="prototype">One prototype, as <see cref="CPrototype.Parse"/> reads it.</param>
    /// <param name="configure">Says what is different from the library's settings.</param>
    public LibraryBuilder Declare(string prototype, Action<SymbolBuilder>? configure = null) =>
        Add(new SymbolOptions { Declaration = prototype }, configure);

    /// <summary>Declares a function by name and shape, such as <c>Symbol("pid", s => s.Name("getpid").Parameters().Result("i32"))</c>.</summary>
    /// <param name="name">The name callers use.</param>
    /// <param name="configure">Says what it is: at least its parameters or its result, or a declaration.</param>
    public LibraryBuilder Symbol(string name, Action<SymbolBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(new SymbolOptions { Alias = name }, configure);
    }

    private LibraryBuilder Add(SymbolOptions symbol, Action<SymbolBuilder>? configure)
    {
        configure?.Invoke(new SymbolBuilder(symbol));
        Options.Symbols.Add(symbol);
        return this;
    }

    private LibraryBuilder Add(IList<string> list, ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            list.Add(text);
        }

        return this;
    }
}
