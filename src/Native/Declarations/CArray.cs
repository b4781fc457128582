namespace ActorFfi;

/// <summary>An array.</summary>
/// <param name="Element">The type of its elements.</param>
/// <param name="Bound">The number of elements; null in <c>[]</c>.</param>
internal sealed record CArray(CType Element, CExpression? Bound) : CType
{
    public override int Depth { get; } = Element.Depth + 1;

    public override bool IsSameAs(CType other) =>
        other is CArray array && array.Element.IsSameAs(Element) && array.Bound?.ToString() == Bound?.ToString();

    public override CType AsConst() => this with { Element = Element.AsConst(), IsConst = true };

    /// <summary>The type of the elements of the innermost array.</summary>
    public CType Innermost() => Element is CArray inner ? inner.Innermost() : Element;

    protected override string Describe() => $"{Element.Spelling}[{Bound}]";
}
