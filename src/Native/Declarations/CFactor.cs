namespace ActorFfi;

/// <summary>One factor of an array bound: a constant, a name, or <c>*</c> and a name.</summary>
/// <param name="Place">The name, or where the constant begins.</param>
/// <param name="Constant">The value; null for a name.</param>
/// <param name="Indirect">Whether the name is that of a pointer to the factor.</param>
internal readonly record struct CFactor(CToken Place, CConstant? Constant, bool Indirect = false)
{
    public override string ToString() => Constant is { } constant ? constant.Value.ToString() : (Indirect ? "*" : "") + Place.Text;
}
