namespace ActorFfi;

/// <summary>What functions of one signature, given out by one start of one library, have in common.</summary>
internal sealed class FunctionBinding(NativeSignature? signature, LibraryGeneration generation)
{
    private const string Name = "(function pointer)";

    // Made at the first use, because many pointers are only passed on.
    private CallPlan? _plan;

    /// <summary>The start of the library.</summary>
    public LibraryGeneration Generation => generation;

    /// <summary>The function at an address; null at none.</summary>
    /// <exception cref="InvalidOperationException">There is no signature.</exception>
    public ForeignFunction? FunctionAt(nint address)
    {
        if (signature is null)
        {
            throw new InvalidOperationException($"A function pointer of library '{generation.Library}' is declared without a signature and cannot be called. Declare its parameters and its result.");
        }

        _plan ??= new CallPlan(generation.Library, new SymbolDeclaration(Name, Name, signature)) { IsIsolated = generation.Guest is not null };
        return address == 0 ? null : new ForeignFunction(new NativeFunction(_plan, address, generation) { IsGivenOut = true }, address);
    }
}
