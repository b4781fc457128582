namespace ActorFfi;

/// <summary>The identity of a struct or union, complete or not; what it contains is in the scope.</summary>
/// <param name="name">Its tag; null where it has none.</param>
/// <param name="isUnion">Whether it is a union.</param>
internal sealed class CTag(string? name, bool isUnion)
{
    public string? Name { get; } = name;

    public bool IsUnion { get; } = isUnion;

    /// <summary>What messages call it; null for its keyword and name.</summary>
    public string? Spelling { get; init; }

    /// <summary>Whether it is an enum that is only declared.</summary>
    public bool IsEnum { get; init; }

    public string Keyword => IsEnum ? "enum" : IsUnion ? "union" : "struct";

    public override string ToString() => Spelling ?? (Name is null ? Keyword : $"{Keyword} {Name}");
}
