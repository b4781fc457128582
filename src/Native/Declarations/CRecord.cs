namespace ActorFfi;

/// <summary>A struct or a union.</summary>
/// <param name="Tag">Which one.</param>
internal sealed record CRecord(CTag Tag) : CType
{
    /// <summary>Whether it is a union that is passed as its first member.</summary>
    public bool IsTransparent { get; init; }

    public override int Depth => 0;

    public override bool IsSameAs(CType other) =>
        other is CRecord record && ReferenceEquals(record.Tag, Tag) && other.IsConst == IsConst;

    protected override string Describe() => Tag.ToString();
}
