using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>An array.</summary>
/// <param name="Element">The type of its elements.</param>
/// <param name="Bound">The number of elements as a product; empty in <c>[]</c>.</param>
internal sealed record CArray(CType Element, ImmutableArray<CFactor> Bound) : CType
{
    public override int Depth { get; } = Element.Depth + 1;

    public override bool IsSameAs(CType other) =>
        other is CArray array && array.Element.IsSameAs(Element) && SameBound(array);

    public override CType AsConst() => this with { Element = Element.AsConst(), IsConst = true };

    /// <summary>The type of the elements of the innermost array.</summary>
    public CType Innermost() => Element is CArray inner ? inner.Innermost() : Element;

    protected override string Describe() => $"{Element.Spelling}[{string.Join(" * ", Bound)}]";

    private bool SameBound(CArray other) =>
        Bound.Select(factor => factor.ToString()).SequenceEqual(other.Bound.Select(factor => factor.ToString()));
}
