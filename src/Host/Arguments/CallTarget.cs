using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The function that a caller outside the process has named.</summary>
/// <param name="Library">Its library.</param>
/// <param name="Symbol">The function.</param>
internal sealed record CallTarget(LibraryRef Library, SymbolRef Symbol)
{
    public ImmutableArray<NativeParameter> Parameters => Symbol.Declaration.Signature.Parameters;

    /// <summary>The function of these names; names compare ordinally.</summary>
    /// <exception cref="UnknownNameException">Nothing of that name is declared.</exception>
    /// <exception cref="AbsentSymbolException">The symbol is optional, and the loaded library lacks it.</exception>
    public static CallTarget Find(FfiRuntime ffi, string library, string symbol)
    {
        LibraryRef found = ffi[library];
        return new CallTarget(found, found.Find(symbol) ?? throw new AbsentSymbolException(library, symbol));
    }
}
