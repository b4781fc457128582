namespace ActorFfi.Actors.Tests.Supervision;

public sealed class DirectiveTests() : DirectiveContract(IsolationMode.None)
{
    [Theory]
    [CombinatorialDirectives(FailureKind.Fault)]
    public Task Fault_OfAWorker_HasTheDeclaredConsequence(FailureKind kind, FailureDirective directive) => DemandAsync(kind, directive);
}
