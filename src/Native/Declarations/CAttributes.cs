namespace ActorFfi;

/// <summary>What attributes, <c>_Alignas</c> and <c>__asm__</c> say about a type, a member or a function.</summary>
/// <param name="IsPacked">Whether it has no alignment of its own.</param>
/// <param name="Alignment">The least alignment; 1 where nothing is said.</param>
internal readonly record struct CAttributes(bool IsPacked, int Alignment)
{
    public static CAttributes None { get; } = new(false, 1);

    /// <summary>The alignment that a typedef gets instead of its type's own; 0 where nothing is said.</summary>
    public int TypeAlignment { get; init; }

    /// <summary>The machine mode that replaces an integer type; null for none.</summary>
    public string? Mode { get; init; }

    /// <summary>The size of the vector that the type is an element of; 0 for none.</summary>
    public int VectorSize { get; init; }

    /// <summary>Whether a union is passed as its first member.</summary>
    public bool IsTransparent { get; init; }

    /// <summary>The attribute that makes it another type; the end for none.</summary>
    public CToken TypeChange { get; init; }

    /// <summary>The name that the library exports; null where that is the declared one.</summary>
    public string? Label { get; init; }

    public CAttributes And(CAttributes other) => new(IsPacked || other.IsPacked, Math.Max(Alignment, other.Alignment))
    {
        TypeAlignment = Math.Max(TypeAlignment, other.TypeAlignment),
        Mode = other.Mode ?? Mode,
        VectorSize = Math.Max(VectorSize, other.VectorSize),
        IsTransparent = IsTransparent || other.IsTransparent,
        TypeChange = other.TypeChange.Kind == CTokenKind.End ? TypeChange : other.TypeChange,
        Label = other.Label ?? Label,
    };
}
