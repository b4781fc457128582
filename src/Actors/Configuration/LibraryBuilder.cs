namespace ActorFfi;

/// <summary>Declares one library in code; each method sets the option of its name.</summary>
public sealed class LibraryBuilder
{
    internal LibraryBuilder(LibraryOptions options)
    {
        Options = options;
    }

    /// <summary>What has been declared so far.</summary>
    public LibraryOptions Options { get; }

    /// <summary>Adds candidate files or names, tried in order.</summary>
    public LibraryBuilder Path(params ReadOnlySpan<string> candidates)
    {
        foreach (string candidate in candidates)
        {
            Options.Path.Add(candidate);
        }

        return this;
    }

    /// <summary>Declares a function by its C prototype.</summary>
    public LibraryBuilder Declare(string prototype, Action<SymbolOptions>? configure = null)
    {
        SymbolOptions symbol = new() { Declaration = prototype };
        configure?.Invoke(symbol);
        Options.Symbols.Add(symbol);
        return this;
    }

    /// <inheritdoc cref="LibraryOptions.Workers"/>
    public LibraryBuilder Workers(int workers) => Set(options => options.Workers = workers);

    /// <inheritdoc cref="LibraryOptions.Threads"/>
    public LibraryBuilder Threads(ThreadMode threads) => Set(options => options.Threads = threads);

    private LibraryBuilder Set(Action<LibraryOptions> set)
    {
        set(Options);
        return this;
    }
}
