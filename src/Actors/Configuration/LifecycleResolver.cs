using System.Collections.Immutable;
using System.Text.Json;

namespace ActorFfi;

/// <summary>Resolves what a library's options say of its life: what it needs, how it starts and ends, and how it is restarted.</summary>
internal sealed class LifecycleResolver(OptionsFaults faults)
{
    /// <summary>Resolves the calls of a start or an end; those that name no declared symbol, or do not fit it, are noted.</summary>
    public ImmutableArray<LifecycleCall> ResolveCalls(IList<string> texts, ImmutableArray<SymbolDefinition> symbols, string path)
    {
        List<LifecycleCall> calls = [];
        foreach (string text in texts)
        {
            try
            {
                LifecycleCall call = LifecycleCallParser.Parse(text);
                CheckSymbol(call, symbols, path);
                calls.Add(call);
            }
            catch (Exception wrong) when (wrong is FormatException or JsonException)
            {
                faults.Add(path, wrong.Message, wrong);
            }
        }

        return [.. calls];
    }

    /// <summary>Notes dependencies that are not declared, and those that go round in a circle.</summary>
    public void CheckDependencies(IReadOnlyCollection<LibraryDefinition> libraries, Func<string, string> pathOf)
    {
        Dictionary<string, LibraryDefinition> byName = libraries.ToDictionary(library => library.Name, StringComparer.Ordinal);
        foreach (LibraryDefinition library in libraries)
        {
            foreach (string name in library.DependsOn.Where(name => !byName.ContainsKey(name)))
            {
                faults.Add(pathOf(library.Name), $"library '{name}' is not declared. Declared are: {string.Join(", ", byName.Keys.Order(StringComparer.Ordinal))}.");
            }

            if (Reaches(library, library.Name, byName, []))
            {
                faults.Add(pathOf(library.Name), $"library '{library.Name}' depends on itself, directly or through others. Remove one of the dependencies.");
            }
        }
    }

    /// <summary>The restart policy of a library.</summary>
    public static RestartPolicy PolicyOf(LibraryOptions options) => new(
        options.RestartDelay,
        options.RestartFactor,
        options.RestartMaximumDelay,
        options.RestartJitter,
        options.RestartLimit,
        options.RestartWindow);

    private void CheckSymbol(LifecycleCall call, ImmutableArray<SymbolDefinition> symbols, string path)
    {
        SymbolDefinition? symbol = symbols.FirstOrDefault(symbol => symbol.Declaration.Name == call.Symbol);
        if (symbol is null)
        {
            faults.Add(path, $"symbol '{call.Symbol}' is not declared. Declare it among the library's symbols.");
        }
        else if (symbol.Declaration.Signature.Parameters.Length != call.Arguments.Length)
        {
            faults.Add(path, $"'{call.Symbol}' takes {symbol.Declaration.Signature.Parameters.Length} arguments but is given {call.Arguments.Length}. Correct the call.");
        }
    }

    private static bool Reaches(LibraryDefinition from, string target, Dictionary<string, LibraryDefinition> byName, HashSet<string> seen) =>
        from.DependsOn.Any(name => name == target || (seen.Add(name) && byName.TryGetValue(name, out LibraryDefinition? next) && Reaches(next, target, byName, seen)));
}
