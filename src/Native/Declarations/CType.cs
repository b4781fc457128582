namespace ActorFfi;

/// <summary>A type as C sees it: before arrays become pointers and before it gets a machine representation.</summary>
internal abstract record CType
{
    /// <summary>Whether the declaration forbids writing to objects of this type.</summary>
    public bool IsConst { get; init; }

    /// <summary>The typedef that names this type, for messages; null where it has none.</summary>
    public string? Alias { get; init; }

    /// <summary>The alignment that a typedef gives instead of the type's own; 0 for none.</summary>
    public int OwnAlignment { get; init; }

    /// <summary>How many pointers, arrays and functions lie around the scalar.</summary>
    public abstract int Depth { get; }

    /// <summary>Whether two declarations mean the same type, whatever they call it.</summary>
    public abstract bool IsSameAs(CType other);

    /// <summary>The type in C's words, without its own const.</summary>
    protected abstract string Describe();

    /// <summary>The type in C's words.</summary>
    public string Spelling => Alias ?? Describe();

    /// <summary>This type with const; const arrays are arrays of const elements.</summary>
    public virtual CType AsConst() => this with { IsConst = true };
}
