namespace ActorFfi;

/// <summary>A symbol as the service shows it.</summary>
/// <param name="Name">The name callers use.</param>
/// <param name="Absent">Whether it is optional and the loaded library lacks it.</param>
/// <param name="Signature">The function as a prototype; null where it is absent.</param>
/// <param name="NativeName">The exported name; null where it is absent.</param>
/// <param name="Optional">Whether the library may lack it.</param>
/// <param name="Nonblocking">Whether it is served by workers.</param>
/// <param name="QueueLength">How many calls wait.</param>
/// <param name="Workers">Who serves it at the moment.</param>
internal sealed record SymbolView(
    string Name,
    bool Absent,
    string? Signature,
    string? NativeName,
    bool Optional,
    bool Nonblocking,
    int QueueLength,
    IReadOnlyList<WorkerStatus> Workers)
{
    /// <summary>The symbol as it is now.</summary>
    public static SymbolView Of(LibraryRef library, string name)
    {
        if (library.Find(name) is not { } symbol)
        {
            return new SymbolView(name, Absent: true, null, null, Optional: true, Nonblocking: false, 0, []);
        }

        SymbolDeclaration declaration = symbol.Declaration;
        return new SymbolView(
            name,
            Absent: false,
            SignatureText.Of(declaration),
            declaration.NativeName,
            declaration.IsOptional,
            declaration.Nonblocking != false,
            symbol.QueueLength,
            symbol.Workers);
    }
}
