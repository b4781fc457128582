namespace ActorFfi;

/// <summary>An expression of integers as an array bound has it: a constant, a name, <c>*</c> and a name, or an operation on two of them.</summary>
/// <param name="Place">The constant, the name or the operator.</param>
/// <param name="Constant">The value where it is known.</param>
internal sealed record CExpression(CToken Place, CConstant? Constant)
{
    /// <summary>Whether the name is that of a pointer to the value.</summary>
    public bool Indirect { get; init; }

    /// <summary>What the operation is applied to; both null for a constant or a name.</summary>
    public CExpression? Left { get; private init; }

    /// <inheritdoc cref="Left"/>
    public CExpression? Right { get; private init; }

    /// <summary>How many constants and names there are.</summary>
    public int Operands => Left is null ? 1 : Left.Operands + Right!.Operands;

    public bool IsName => Constant is null && Left is null;

    public static CExpression Apply(CToken operation, CExpression left, CExpression right) => new(operation, null) { Left = left, Right = right };

    /// <summary>The constants and names in order.</summary>
    public IEnumerable<CExpression> Leaves() => Left is null ? [this] : Left.Leaves().Concat(Right!.Leaves());

    /// <summary>The expression in C.</summary>
    public override string ToString() => Constant is { } constant ? constant.Value.ToString()
        : Left is null ? (Indirect ? "*" : "") + Place.Text
        : $"{Part(Left)} {Place.Text} {Part(Right!)}";

    private static string Part(CExpression part) => part.Left is null || part.Place.Is("*") ? part.ToString() : $"({part})";
}
