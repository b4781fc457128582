namespace ActorFfi;

/// <summary>The identity of a struct or union, complete or not; what it contains is in the scope.</summary>
/// <param name="name">Its tag; null where it has none.</param>
/// <param name="isUnion">Whether it is a union.</param>
internal sealed class CTag(string? name, bool isUnion)
{
    public string? Name { get; } = name;

    public bool IsUnion { get; } = isUnion;

    public string Keyword => IsUnion ? "union" : "struct";

    public override string ToString() => Name is null ? Keyword : $"{Keyword} {Name}";
}
