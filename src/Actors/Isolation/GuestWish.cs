namespace ActorFfi;

/// <summary>Which guests may run a call.</summary>
/// <param name="Symbol">The symbol that is called.</param>
/// <param name="Process">The one that the call's handles belong to; null for any.</param>
/// <param name="Slot">The place in the pool that calls with this key go to; -1 for any.</param>
internal readonly record struct GuestWish(SymbolEntry Symbol, GuestProcess? Process, int Slot);
