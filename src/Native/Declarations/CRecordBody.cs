using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>What a struct or union contains, laid out.</summary>
/// <param name="Members">The members in order, unnamed bit-fields among them.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Alignment">The alignment in bytes.</param>
internal sealed record CRecordBody(ImmutableArray<CMember> Members, int Size, int Alignment)
{
    /// <summary>How many structs and unions lie in each other by value, this one included.</summary>
    public required int Depth { get; init; }

    /// <summary>Whether it has bit-fields without a name, those of no width included.</summary>
    public bool HasUnnamedBits { get; init; }

    /// <summary>Whether nothing but pointers to it can be passed.</summary>
    public bool IsByPointerOnly { get; init; }

    /// <summary>Whether it is a union that is passed as its first member.</summary>
    public bool IsTransparent { get; init; }
}
