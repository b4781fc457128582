using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>What a struct or union contains, laid out.</summary>
/// <param name="Members">The members in order; unnamed bit-fields have left their gaps and are not among them.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Alignment">The alignment in bytes.</param>
internal sealed record CRecordBody(ImmutableArray<CMember> Members, int Size, int Alignment)
{
    /// <summary>How many structs and unions lie in each other by value, this one included.</summary>
    public required int Depth { get; init; }
}
