namespace ActorFfi.Native.Tests.Calls;

public sealed class CallPlanTests
{
    [Fact]
    public void Plan_Of64Parameters_IsMade() => Assert.Equal(64, new CallPlan("fixture", Declare(64)).Parameters.Length);

    [Fact]
    public void Plan_OfMoreParameters_IsRefusedByName()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => new CallPlan("fixture", Declare(65)));

        Assert.Equal(("fixture", "wide"), (error.Library, error.Symbol));
        Assert.Contains("expected at most 64 parameters but found '65 parameters'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stub_OfTheSameShape_IsEmittedOnce()
    {
        CallPlan one = new("fixture", CPrototype.Parse("int32_t one(uint32_t a, double b)"));
        CallPlan other = new("other", CPrototype.Parse("int other(unsigned c, double d)"));
        CallPlan withErrno = new("fixture", CPrototype.Parse("int32_t one(uint32_t a, double b)") with { CapturesErrno = true });

        Assert.Same(one.Stub, other.Stub);
        Assert.NotSame(one.Stub, withErrno.Stub);
    }

    [Fact]
    public void DirectStub_IsOnlyForShortCallsWithNumbers()
    {
        Assert.NotNull(DirectStubEmitter.StubFor(new CallPlan("fixture", Declare(8))));
        Assert.Null(DirectStubEmitter.StubFor(new CallPlan("fixture", Declare(9))));
        Assert.Null(DirectStubEmitter.StubFor(new CallPlan("fixture", CPrototype.Parse("void *echo_pointer(void *v)"))));
    }

    private static SymbolDeclaration Declare(int parameters) =>
        CPrototype.Parse($"void wide({string.Join(", ", Enumerable.Range(0, parameters).Select(i => $"int p{i}"))})");
}
