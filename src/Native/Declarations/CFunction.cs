using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>A function.</summary>
/// <param name="Result">What it returns.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Place">The bracket that opens its parameters.</param>
internal sealed record CFunction(CType Result, ImmutableArray<CParameter> Parameters, CToken Place) : CType
{
    /// <summary>Whether it takes more arguments than it declares.</summary>
    public bool IsVariadic { get; init; }

    public override int Depth { get; } = Parameters.Select(parameter => parameter.Type.Depth).Append(Result.Depth).Max() + 1;

    /// <summary>The types of the parameters, in the brackets of C.</summary>
    public string ParameterList => $"({string.Join(", ", Parameters.Select(parameter => parameter.Type.Spelling).Concat(IsVariadic ? ["..."] : []))})";

    public override bool IsSameAs(CType other) =>
        other is CFunction function
        && function.IsVariadic == IsVariadic
        && function.Result.IsSameAs(Result)
        && function.Parameters.Length == Parameters.Length
        && function.Parameters.Zip(Parameters).All(pair => pair.First.Type.IsSameAs(pair.Second.Type));

    protected override string Describe() => $"{Result.Spelling} {ParameterList}";
}
