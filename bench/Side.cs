namespace ActorFfi.Bench;

/// <summary>One side of a pair: runs so many operations.</summary>
/// <param name="operations">How many.</param>
internal delegate ValueTask Side(int operations);
