using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A library that lacks symbols which are declared and not optional.</summary>
public sealed class MissingSymbolsException : ActorFfiException
{
    internal MissingSymbolsException(string library, string path, ImmutableArray<string> symbols)
        : base(Describe(library, path, symbols))
    {
        Library = library;
        Path = path;
        Symbols = symbols;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The path that it was loaded from.</summary>
    public string Path { get; }

    /// <summary>The names that the library does not export, all of them, each once, in the order of their declarations.</summary>
    public ImmutableArray<string> Symbols { get; }

    private static string Describe(string library, string path, ImmutableArray<string> symbols) =>
        $"Library '{library}' at '{path}' does not export {(symbols.Length == 1 ? "the declared symbol" : $"{symbols.Length} declared symbols")}: "
        + string.Join(", ", symbols.Select(symbol => $"'{symbol}'"))
        + ". Correct the names, give the exported one as 'name', or declare them 'optional'.";
}
