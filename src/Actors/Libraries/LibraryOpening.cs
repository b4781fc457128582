namespace ActorFfi;

/// <summary>Opens a declared library and makes its functions.</summary>
internal static class LibraryOpening
{
    /// <summary>Opens the file and resolves everything that is declared, functions that only release results included.</summary>
    public static LoadedLibrary Open(LibraryDefinition library)
    {
        IEnumerable<SymbolDeclaration> releases = library.Symbols
            .Where(symbol => symbol.Frees is not null)
            .Select(symbol => ReleaseDeclaration(symbol.Frees!))
            .DistinctBy(release => release.Name);
        return LoadedLibrary.Open(library.Name, library.Paths, library.Symbols.Select(symbol => symbol.Declaration).Concat(releases), sha256: library.Sha256);
    }

    /// <summary>The function of a symbol; null where the library lacks an optional one.</summary>
    public static NativeFunction? Function(SymbolEntry symbol, LoadedLibrary loaded, LibraryGeneration generation)
    {
        nint address = loaded.AddressOf(symbol.Name);
        return address == 0 ? null : new NativeFunction(symbol.Plan, address, generation)
        {
            ResultRelease = symbol.Definition.Frees is { } frees ? Release(symbol.LibraryName, frees, loaded, generation) : null,
        };
    }

    /// <summary>The variable of a symbol; null where the library lacks an optional one.</summary>
    public static NativeVariable? Variable(SymbolEntry symbol, LoadedLibrary loaded, LibraryGeneration generation)
    {
        nint address = loaded.AddressOf(symbol.Name);
        return address == 0 ? null : new NativeVariable(symbol.Definition.Declaration, address, generation);
    }

    private static NativeFunction Release(string library, string frees, LoadedLibrary loaded, LibraryGeneration generation)
    {
        SymbolDeclaration declaration = ReleaseDeclaration(frees);
        return new NativeFunction(new CallPlan(library, declaration), loaded.AddressOf(declaration.Name), generation);
    }

    // The name holds a character that no declared symbol can have.
    private static SymbolDeclaration ReleaseDeclaration(string name) =>
        CPrototype.Parse("void release(void *memory);") with { Name = $"{name}()", NativeName = name };
}
