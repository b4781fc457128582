namespace ActorFfi;

/// <summary>Which function a command line means: one of a configuration, or one that is declared on the command line itself.</summary>
internal sealed class CallSource
{
    public string? Config { get; init; }

    public string[] Paths { get; init; } = [];

    public string[] Declarations { get; init; } = [];

    public string[] Types { get; init; } = [];

    /// <summary>The library (not with paths), the symbol and its arguments.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>The names of the options that there are.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>How many words name the function.</summary>
    private int Named => IsDirect ? 1 : 2;

    private bool IsDirect => Paths.Length + Declarations.Length + Types.Length > 0;

    /// <summary>The words behind the names: the arguments.</summary>
    public ReadOnlySpan<string> Arguments => Words.AsSpan(Named);

    /// <summary>Starts a runtime with the library that is needed and no other.</summary>
    /// <exception cref="UsageException">No symbol is named, or the options do not go together.</exception>
    public Task<FfiRuntime> StartAsync(string command, CancellationToken cancellationToken)
    {
        if (Words.Take(Named).FirstOrDefault(static word => word.StartsWith("--", StringComparison.Ordinal)) is { } option)
        {
            throw new UsageException($"Option '{option}' is unknown. {NameSuggestion.For(option, Options) ?? $"There are: {string.Join(", ", Options)}."}");
        }

        return Words.Length >= Named
            ? FfiRuntime.StartAsync(Declare, cancellationToken)
            : throw new UsageException($"The symbol is missing. Write 'actorffi {command} LIBRARY SYMBOL ARGS…', or 'actorffi {command} --path FILE --declare PROTOTYPE SYMBOL ARGS…'.");
    }

    /// <summary>The function in that runtime.</summary>
    public CallTarget Find(FfiRuntime ffi) => CallTarget.Find(ffi, IsDirect ? ffi.Libraries.Single() : Words[0], Words[Named - 1]);

    private void Declare(FfiRuntimeBuilder builder)
    {
        if (IsDirect)
        {
            DeclareDirectly(builder);
            return;
        }

        ConfigurationManager configuration = new();
        ConfigurationFile.Load(configuration, ConfigurationFile.Find(Config));
        builder.AddConfiguration(configuration.GetSection(ActorFfiOptions.SectionName));
        IDictionary<string, LibraryOptions> libraries = builder.Options.Libraries;
        foreach (string other in libraries.ContainsKey(Words[0]) ? libraries.Keys.Where(name => name != Words[0]).ToArray() : [])
        {
            libraries.Remove(other); // Nothing else is loaded for one call.
        }
    }

    private void DeclareDirectly(FfiRuntimeBuilder builder)
    {
        if (Config is not null)
        {
            throw new UsageException("'--config' does not go with '--path' and '--declare': the library is either configured or declared here.");
        }

        if (Paths.Length == 0 || Declarations.Length == 0)
        {
            throw new UsageException("A call without configuration needs both '--path FILE' and '--declare PROTOTYPE'.");
        }

        builder.AddLibrary(NameOf(Paths[0]), library =>
        {
            library.Path(Paths).Types(Types);
            foreach (string prototype in Declarations)
            {
                library.Declare(prototype);
            }
        });
    }

    // What messages call the library: its file, but for what a name cannot have.
    private static string NameOf(string path)
    {
        char[] name = [.. Path.GetFileName(path).Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '+' ? c : '-')];
        return name.Length == 0 ? "library" : new string(name);
    }
}
