namespace ActorFfi;

/// <summary>What a check found of one library.</summary>
/// <param name="Name">The name callers use.</param>
/// <param name="State">The state it came to.</param>
/// <param name="Symbols">Its symbols, by name.</param>
internal sealed record CheckedLibrary(string Name, string State, IReadOnlyList<CheckedSymbol> Symbols)
{
    /// <summary>Looks at a library that was loaded or has failed.</summary>
    public static CheckedLibrary Of(LibraryRef library)
    {
        string state = library.State.ToString();
        MissingSymbolsException? missing = library.Failure as MissingSymbolsException;
        return new(library.Name, state, [.. library.Symbols.Order(StringComparer.Ordinal).Select(name => Of(name, library.Find(name)?.Declaration, state, missing))]);
    }

    private static CheckedSymbol Of(string name, SymbolDeclaration? declaration, string state, MissingSymbolsException? missing)
    {
        if (declaration is null)
        {
            return new CheckedSymbol(name, "", CheckedSymbol.Absent);
        }

        bool isMissing = missing?.Symbols.Contains(declaration.NativeName) == true;
        return new CheckedSymbol(name, SignatureText.Of(declaration), isMissing ? CheckedSymbol.Missing : state);
    }
}
