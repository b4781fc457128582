using System.Reflection;
using Xunit.Sdk;

namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>Each of these kinds of failure with each directive.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CombinatorialDirectivesAttribute(params FailureKind[] kinds) : DataAttribute
{
    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        from kind in kinds
        from directive in Enum.GetValues<FailureDirective>()
        select new object[] { kind, directive };
}
