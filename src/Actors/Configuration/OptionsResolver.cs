using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Validates options and resolves them into definitions with nothing left to parse.</summary>
internal sealed class OptionsResolver(OptionsFaults faults)
{
    /// <summary>Resolves everything, and throws everything that is wrong.</summary>
    public RuntimeDefinition Resolve(ActorFfiOptions options)
    {
        OptionsValidation.Check(options, options.Origin, faults);
        LibraryDefinition[] libraries = [.. options.Libraries.Select(library => ResolveLibrary(library.Key, library.Value))];
        new LifecycleResolver(faults).CheckDependencies(libraries, name => $"{options.Libraries[name].Origin ?? PathOf(name)}:{nameof(LibraryOptions.DependsOn)}");
        faults.ThrowIfAny();
        return new RuntimeDefinition([.. libraries], options.ShutdownTimeout);
    }

    private LibraryDefinition ResolveLibrary(string name, LibraryOptions options)
    {
        string path = options.Origin ?? PathOf(name);
        OptionsValidation.CheckName(name, path, faults);
        OptionsValidation.Check(options, path, faults);
        CheckPath(options.Path, $"{path}:{nameof(LibraryOptions.Path)}");
        CheckHash(options, path);
        if (options.Symbols.Count == 0)
        {
            faults.Add($"{path}:{nameof(LibraryOptions.Symbols)}", "the library declares no symbol, so there is nothing to call. Declare at least one.");
        }

        TypeScope? types = ResolveTypes(name, options, $"{path}:{nameof(LibraryOptions.Types)}");
        ImmutableArray<SymbolDefinition> symbols = types is null ? [] : ResolveSymbols(name, options, types, path);
        CheckKey(options, symbols, path);
        LifecycleResolver lifecycle = new(faults);
        return new LibraryDefinition(name, [.. options.Path], options.Concurrency, symbols)
        {
            Types = types ?? TypeScope.Default,
            DependsOn = [.. options.DependsOn],
            OnStart = lifecycle.ResolveCalls(options.OnStart, symbols, $"{path}:{nameof(LibraryOptions.OnStart)}"),
            OnStop = lifecycle.ResolveCalls(options.OnStop, symbols, $"{path}:{nameof(LibraryOptions.OnStop)}"),
            KeepLoaded = options.KeepLoaded,
            IsCritical = options.Critical,
            OnLoadError = options.OnLoadError,
            Restart = LifecycleResolver.PolicyOf(options),
            WaitWhileUnavailable = options.WaitWhileUnavailable,
            StopTimeout = options.StopTimeout,
            MaxAbandoned = options.MaxAbandoned,
            Sha256 = options.Sha256,
            TotalQueueLimit = options.TotalQueueLimit,
            TotalQueueBytes = options.TotalQueueBytes ?? 0,
            Isolation = new IsolationResolver(faults).Resolve(options, symbols, path),
        };
    }

    private static string PathOf(string library) => $"{ActorFfiOptions.SectionName}:{nameof(ActorFfiOptions.Libraries)}:{library}";

    private void CheckPath(IList<string> candidates, string path)
    {
        if (candidates.Count == 0)
        {
            faults.Add(path, "the library has no path. Give the file or the name of the native library, or several to be tried in order.");
        }
        else if (candidates.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add(path, "a path is empty. Give the file or the name of the native library.");
        }
    }

    private void CheckHash(LibraryOptions options, string path)
    {
        if (string.IsNullOrWhiteSpace(options.Sha256))
        {
            return;
        }

        if (!LibraryHash.IsHash(options.Sha256))
        {
            faults.Add($"{path}:{nameof(LibraryOptions.Sha256)}", $"'{options.Sha256}' is no SHA-256. Give its {LibraryHash.Digits} hexadecimal digits.");
        }

        if (options.Path.FirstOrDefault(candidate => !LibraryPaths.IsFile(candidate)) is { } bare)
        {
            faults.Add($"{path}:{nameof(LibraryOptions.Path)}", $"'{bare}' is a name that the system searches, so that its SHA-256 cannot be checked before it is loaded. Give the path of the file, or leave '{nameof(LibraryOptions.Sha256)}' out.");
        }
    }

    // A symbol without the parameter just has no key; where none has it, it is misspelt, and nothing would be kept apart.
    private void CheckKey(LibraryOptions options, ImmutableArray<SymbolDefinition> symbols, string path)
    {
        string[] parameters = [.. symbols.SelectMany(static symbol => symbol.Declaration.Signature.Parameters).Select(static parameter => parameter.Name).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (options.Key is null || symbols.Length < options.Symbols.Count || parameters.Contains(options.Key, StringComparer.Ordinal))
        {
            return;
        }

        string known = parameters.Length == 0 ? "They have none." : $"Their parameters are: {string.Join(", ", parameters)}.";
        faults.Add($"{path}:{nameof(LibraryOptions.Key)}", $"'{options.Key}' is no parameter of any function of the library, so that no calls are kept apart by it. {known}");
    }

    private ImmutableArray<SymbolDefinition> ResolveSymbols(string library, LibraryOptions options, TypeScope types, string path)
    {
        SymbolResolver resolver = new(library, options, types, faults);
        HashSet<string> names = new(StringComparer.Ordinal);
        List<SymbolDefinition> symbols = [];
        foreach (SymbolOptions symbol in options.Symbols)
        {
            string place = symbol.Origin ?? $"{path}:{nameof(LibraryOptions.Symbols)}:{symbol.Alias ?? symbol.Name ?? symbol.Declaration}";
            SymbolDefinition? resolved = resolver.Resolve(symbol, place);
            if (resolved is not null && !names.Add(resolved.Declaration.Name))
            {
                faults.Add(place, $"the symbol '{resolved.Declaration.Name}' is declared twice. Give each a name of its own with '{nameof(SymbolOptions.Alias)}'.");
            }
            else if (resolved is not null)
            {
                symbols.Add(resolved);
            }
        }

        return [.. symbols];
    }

    private TypeScope? ResolveTypes(string library, LibraryOptions options, string path)
    {
        try
        {
            return TypeScope.Parse(string.Join('\n', options.Types));
        }
        catch (DeclarationException wrong)
        {
            DeclarationException named = wrong.WithContext(library, null);
            faults.Add(path, named.Message, named);
            return null;
        }
    }
}
