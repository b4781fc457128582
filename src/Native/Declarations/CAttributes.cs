namespace ActorFfi;

/// <summary>What attributes and <c>_Alignas</c> say about a struct, a union or a member.</summary>
/// <param name="IsPacked">Whether it has no alignment of its own.</param>
/// <param name="Alignment">The least alignment; 1 where nothing is said.</param>
internal readonly record struct CAttributes(bool IsPacked, int Alignment)
{
    public static CAttributes None { get; } = new(false, 1);

    public CAttributes And(CAttributes other) => new(IsPacked || other.IsPacked, Math.Max(Alignment, other.Alignment));
}
