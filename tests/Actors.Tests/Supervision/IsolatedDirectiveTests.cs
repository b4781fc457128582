namespace ActorFfi.Actors.Tests.Supervision;

public sealed class IsolatedDirectiveTests() : DirectiveContract(IsolationMode.Process)
{
    [Theory]
    [CombinatorialDirectives(FailureKind.Crash)]
    public Task Death_OfAGuest_HasTheDeclaredConsequence(FailureKind kind, FailureDirective directive) => DemandAsync(kind, directive);
}
