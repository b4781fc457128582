namespace ActorFfi;

/// <summary>A pointer.</summary>
/// <param name="Target">What it points to.</param>
internal sealed record CPointer(CType Target) : CType
{
    public override int Depth { get; } = Target.Depth + 1;

    public override bool IsSameAs(CType other) =>
        other is CPointer pointer && pointer.Target.IsSameAs(Target) && other.IsConst == IsConst;

    // const stands before a name and after a star: const char *, char *const *.
    protected override string Describe() => Target switch
    {
        CFunction { Alias: null } function => $"{function.Result.Spelling} (*){function.ParameterList}",
        CPointer { Alias: null } => Target.Spelling + (Target.IsConst ? "const *" : "*"),
        _ => (Target.IsConst ? "const " : "") + Target.Spelling + " *",
    };
}
