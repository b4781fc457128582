namespace ActorFfi;

/// <summary>Void, a number, a bool or an enum.</summary>
/// <param name="Kind">Its machine representation.</param>
/// <param name="Name">Its spelling: <c>long unsigned</c>, <c>enum color</c>.</param>
internal sealed record CScalar(NativeTypeKind Kind, string Name) : CType
{
    /// <summary>Whether this is <c>char</c> itself, of which strings are made, and neither <c>signed char</c> nor <c>unsigned char</c>.</summary>
    public bool IsPlainChar { get; init; }

    public bool IsVoid => Kind == NativeTypeKind.Void;

    public override int Depth => 0;

    public override bool IsSameAs(CType other) =>
        other is CScalar scalar && scalar.Kind == Kind && scalar.IsPlainChar == IsPlainChar && other.IsConst == IsConst;

    protected override string Describe() => Name;
}
