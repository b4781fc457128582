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
        faults.ThrowIfAny();
        return new RuntimeDefinition([.. libraries], options.ShutdownTimeout);
    }

    private LibraryDefinition ResolveLibrary(string name, LibraryOptions options)
    {
        string path = options.Origin ?? $"{ActorFfiOptions.SectionName}:{nameof(ActorFfiOptions.Libraries)}:{name}";
        OptionsValidation.CheckName(name, path, faults);
        OptionsValidation.Check(options, path, faults);
        CheckPath(options.Path, $"{path}:{nameof(LibraryOptions.Path)}");
        if (options.Symbols.Count == 0)
        {
            faults.Add($"{path}:{nameof(LibraryOptions.Symbols)}", "the library declares no symbol, so there is nothing to call. Declare at least one.");
        }

        return new LibraryDefinition(name, [.. options.Path], options.Concurrency, ResolveSymbols(name, options, path))
        {
            TotalQueueLimit = options.TotalQueueLimit,
            TotalQueueBytes = options.TotalQueueBytes ?? 0,
        };
    }

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

    private ImmutableArray<SymbolDefinition> ResolveSymbols(string library, LibraryOptions options, string path)
    {
        TypeScope? types = ResolveTypes(library, options, $"{path}:{nameof(LibraryOptions.Types)}");
        if (types is null)
        {
            return [];
        }

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
