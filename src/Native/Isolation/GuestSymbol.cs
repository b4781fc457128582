namespace ActorFfi;

/// <summary>A symbol that a guest resolves: a function with its plan, or a variable.</summary>
/// <param name="Declaration">The symbol as declared.</param>
/// <param name="Plan">The plan of a function, made for an isolated library; null for a variable.</param>
/// <param name="Frees">The name of the symbol, among the same guest's, that releases a copied result; null for none.</param>
internal sealed record GuestSymbol(SymbolDeclaration Declaration, CallPlan? Plan, string? Frees = null);
