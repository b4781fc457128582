using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The function that a caller outside the process has named.</summary>
/// <param name="Library">Its library.</param>
/// <param name="Symbol">The function.</param>
internal sealed record CallTarget(LibraryRef Library, SymbolRef Symbol)
{
    private readonly SymbolDeclaration _declaration = Symbol.Declaration;

    /// <summary>The parameters, as they were declared when the request came.</summary>
    public ImmutableArray<NativeParameter> Parameters => _declaration.Signature.Parameters;

    /// <summary>Refuses arguments that were read for a declaration which the configuration has changed meanwhile.</summary>
    /// <exception cref="LibraryUnavailableException">It has.</exception>
    public void DemandSameDeclaration()
    {
        SymbolDeclaration now = Symbol.Declaration;
        if (!ReferenceEquals(now, _declaration) && SignatureText.Of(now) != SignatureText.Of(_declaration))
        {
            LibraryStatus status = Library.Status;
            throw new LibraryUnavailableException(
                Library.Name, status.State, $"The declaration of symbol '{Symbol.Name}' was changed while the request was read. Send the request again, as it is declared now.", status.Since);
        }
    }

    /// <summary>The function of these names; names compare ordinally.</summary>
    /// <exception cref="UnknownNameException">Nothing of that name is declared.</exception>
    /// <exception cref="AbsentSymbolException">The symbol is optional, and the loaded library lacks it.</exception>
    public static CallTarget Find(FfiRuntime ffi, string library, string symbol)
    {
        LibraryRef found = ffi[library];
        return new CallTarget(found, found.Find(symbol) ?? throw new AbsentSymbolException(library, symbol));
    }
}
