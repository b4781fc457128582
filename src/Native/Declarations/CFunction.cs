using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A function.</summary>
/// <param name="Result">What it returns.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Place">The bracket that opens its parameters.</param>
internal sealed record CFunction(CType Result, ImmutableArray<CParameter> Parameters, CToken Place) : CType
{
    public override int Depth { get; } = Result.Depth + 1;

    public override bool IsSameAs(CType other) => false;

    protected override string Describe() => $"{Result.Spelling} ()";
}
