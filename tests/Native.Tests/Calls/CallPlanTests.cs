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
    public void DirectStub_IsOnlyForShortCalls()
    {
        Assert.NotNull(DirectStubEmitter.StubFor(new CallPlan("fixture", Declare(8))));
        Assert.Null(DirectStubEmitter.StubFor(new CallPlan("fixture", Declare(9))));
    }

    [Theory]
    [InlineData("void f(void *v)", true)]
    [InlineData("void f(const int values[4])", true)]
    [InlineData("uint64_t f(const uint8_t data[length], size_t length)", true)]
    [InlineData("void f(void *v, void *w)", false)]
    [InlineData("void f(const char *text)", false)]
    [InlineData("void f(void (*call)(void))", false)]
    [InlineData("void f(const uint8_t data[width * height], size_t width, size_t height)", false)]
    [InlineData("void f(void *v, ...)", false)]
    public void DirectStub_TakesOneBufferWhoseLengthIsANumber(string declaration, bool isDirect) =>
        Assert.Equal(isDirect, DirectStubEmitter.StubFor(new CallPlan("fixture", CPrototype.Parse(declaration))) is not null);

    [Theory]
    [InlineData("struct s { int a, b; };", "void f(struct s v)", "struct s { int b, a; };", "void f(struct s v)")]
    [InlineData("struct s { int a; float b; };", "struct s f(void)", "struct s { float a; int b; };", "struct s f(void)")]
    [InlineData("struct s { unsigned a : 3, b : 5; };", "void f(struct s *v)", "struct s { unsigned a : 5, b : 3; };", "void f(struct s *v)")]
    [InlineData("typedef int t(int);", "void f(t *call)", "typedef int t(float);", "void f(t *call)")]
    [InlineData("typedef int t;", "void f(t *v)", "typedef float t;", "void f(t *v)")]
    [InlineData("typedef int t;", "t f(void)", "typedef unsigned t;", "t f(void)")]
    [InlineData("struct a; struct b;", "void f(struct a *v)", "struct a; struct b;", "void f(struct b *v)")]
    [InlineData("", "void f(unsigned char v[n], int n, int m)", "", "void f(unsigned char v[m], int n, int m)")]
    [InlineData("enum { N = 4 };", "void f(unsigned char v[N])", "enum { N = 8 };", "void f(unsigned char v[N])")]
    [InlineData("", "void f(unsigned char v[n], int n)", "", "void f(unsigned char *v, int n)")]
    [InlineData("typedef const char t;", "void f(t *v)", "typedef char t;", "void f(t *v)")]
    [InlineData("typedef const void *t;", "void f(t v)", "typedef void *t;", "void f(t v)")]
    [InlineData("", "void f(int v, ...)", "", "void f(int v)")]
    [InlineData("", "void f(int v)", "", "void f(int v, int w)")]
    public void Frame_OfAnotherDeclaration_IsAnother(string types, string prototype, string otherTypes, string otherPrototype)
    {
        Assert.False(PlanOf(types, prototype).HasSameFrame(PlanOf(otherTypes, otherPrototype)));
        Assert.False(PlanOf(otherTypes, otherPrototype).HasSameFrame(PlanOf(types, prototype)));
    }

    [Theory]
    [InlineData("struct s { int a, b; struct s *next; };", "struct s f(struct s v, const struct s *w)", "struct s { int a; int b; struct s *next; };", "struct s f(struct s x, const struct s *y)")]
    [InlineData("typedef unsigned long t;", "t f(t v)", "", "unsigned long f(unsigned long v)")]
    [InlineData("typedef int t(int);", "void f(t *call)", "", "void f(int (*other)(int value))")]
    [InlineData("enum { N = 4 };", "void f(unsigned char v[N * n], int n)", "", "void f(unsigned char v[4 * count], int count)")]
    public void Frame_OfTheSameDeclarationInOtherWords_IsTheSame(string types, string prototype, string otherTypes, string otherPrototype) =>
        Assert.True(PlanOf(types, prototype).HasSameFrame(PlanOf(otherTypes, otherPrototype)));

    private static CallPlan PlanOf(string types, string prototype) => new("fixture", CPrototype.Parse(prototype, TypeScope.Parse(types)));

    private static SymbolDeclaration Declare(int parameters) =>
        CPrototype.Parse($"void wide({string.Join(", ", Enumerable.Range(0, parameters).Select(i => $"int p{i}"))})");
}
