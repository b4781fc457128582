namespace ActorFfi;

/// <summary>A part of the arena that somebody has.</summary>
/// <param name="Offset">Where it starts in the arena.</param>
/// <param name="Capacity">How many bytes it has.</param>
/// <param name="IsClean">Whether it is zero.</param>
/// <param name="Slab">The slab that it is a piece of; null where it is a range of its own.</param>
internal readonly record struct ArenaPiece(long Offset, long Capacity, bool IsClean, ArenaSlab? Slab);
