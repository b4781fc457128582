namespace ActorFfi;

/// <summary>Where a member lies in its struct or union.</summary>
/// <param name="Offset">The byte that holds its first bit.</param>
/// <param name="BitOffset">The first bit in that byte, from the least significant one; 0 unless it is a bit-field.</param>
/// <param name="BitWidth">The number of bits; 0 unless it is a bit-field.</param>
internal readonly record struct FieldPlace(long Offset, int BitOffset = 0, int BitWidth = 0);
