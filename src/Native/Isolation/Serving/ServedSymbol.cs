namespace ActorFfi;

/// <summary>A symbol that a guest is told to resolve.</summary>
/// <param name="Declaration">Its names; the signature is in the definition.</param>
/// <param name="Definition">The definition of a function; empty for a variable.</param>
internal sealed record ServedSymbol(SymbolDeclaration Declaration, byte[] Definition)
{
    /// <summary>Reads a symbol from the first message.</summary>
    public static ServedSymbol Read(BinaryReader start)
    {
        SymbolDeclaration declaration = new(start.ReadString(), start.ReadString(), NativeSignature.None) { IsOptional = start.ReadBoolean() };
        return new ServedSymbol(declaration, start.ReadBytes(start.ReadInt32()));
    }
}
