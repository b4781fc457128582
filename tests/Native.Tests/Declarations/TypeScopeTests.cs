namespace ActorFfi.Native.Tests.Declarations;

public sealed class TypeScopeTests
{
    [Fact]
    public void Scope_WithDeclarations_LeavesTheOldOneAsItWas()
    {
        TypeScope basis = TypeScope.Parse("typedef unsigned long uLong;");
        TypeScope extended = basis.With("typedef uLong *uLongs;");

        Assert.Equal("(Pointer<U64> a) Void", Rendered.Signature(CPrototype.Parse("void f(uLongs a);", extended)));
        Assert.Throws<DeclarationException>(() => CPrototype.Parse("void f(uLongs a);", basis));
        Assert.Throws<DeclarationException>(() => CPrototype.Parse("void f(uLong a);", TypeScope.Default));
    }

    [Fact]
    public void Scope_OfNothing_IsTheDefault()
    {
        Assert.Same(TypeScope.Default, TypeScope.Parse(" /* nothing */ "));
    }

    [Fact]
    public void Typedef_OfSeveralNames_DefinesEach()
    {
        TypeScope types = TypeScope.Parse("typedef char byte, *text, line[80]; typedef const char *label; typedef void *handle; typedef uint32_t flags;");

        Assert.Equal(
            "(const CString<I8> a, Pointer<I8> b, Pointer<I8> c[80 of 1], const CString<I8> d, U32 e) Pointer<Void>",
            Rendered.Signature(CPrototype.Parse("handle f(const byte *a, text b, line c, label d, flags e);", types)));
    }

    [Fact]
    public void Typedef_SaidAgainAlike_IsAllowed()
    {
        TypeScope types = TypeScope.Parse("typedef unsigned long size_t; typedef int a[3]; typedef int a[3]; typedef char *p; typedef char *p;");

        Assert.Equal("(Pointer<I32> x[3 of 4]) Void", Rendered.Signature(CPrototype.Parse("void f(a x);", types)));
    }

    [Theory]
    [InlineData("GnuX64", "(I8 a, I64 b, U64 c, I32 d, I64 e, U64 f, I64 g) Void")]
    [InlineData("GnuArm64", "(U8 a, I64 b, U64 c, U32 d, I64 e, U64 f, I64 g) Void")]
    [InlineData("MuslX64", "(I8 a, I64 b, U64 c, I32 d, I32 e, U32 f, I64 g) Void")]
    [InlineData("MuslArm64", "(U8 a, I64 b, U64 c, U32 d, I32 e, U32 f, I64 g) Void")]
    [InlineData("Darwin", "(I8 a, I64 b, U64 c, I32 d, I16 e, U32 f, I64 g) Void")]
    [InlineData("Windows", "(I8 a, I32 b, U32 c, U16 d, I32 e, U32 f, I32 g) Void")]
    public void Type_ThatDependsOnThePlatform_FollowsIt(string platform, string expected)
    {
        CDataModel model = (CDataModel)typeof(CDataModel).GetProperty(platform)!.GetValue(null)!;

        SymbolDeclaration declaration = CPrototype.Parse(
            "void f(char a, long b, unsigned long c, wchar_t d, int_fast16_t e, uint_fast32_t f, off_t g);",
            TypeScope.For(model));

        Assert.Equal(expected, Rendered.Signature(declaration));
    }

    [Theory]
    [InlineData("int x;", 1, 1, "'typedef' or 'enum'", "int")]
    [InlineData("typedef int x", 1, 14, "';'", "")]
    [InlineData("typedef int;", 1, 12, "a name for the type", ";")]
    [InlineData("typedef x;", 1, 9, "a type", "x")]
    [InlineData("typedef int x; typedef long x;", 1, 29, "a name that is not taken yet", "x")]
    [InlineData("typedef int size_t;", 1, 13, "a name that is not taken yet", "size_t")]
    [InlineData("typedef int x[n];", 1, 15, "a constant", "n")]
    [InlineData("typedef struct { int a; } x;", 1, 9, "a type that is supported", "struct")]
    [InlineData("typedef struct point x;", 1, 9, "a type that is supported", "struct point")]
    [InlineData("typedef void (*callback)(int);", 1, 25, "a type that is supported", "void ()")]
    [InlineData("struct x { int a; };", 1, 1, "a type that is supported", "struct x")]
    [InlineData("enum x;", 1, 6, "the name of a defined enum", "x")]
    [InlineData("enum x { };", 1, 10, "the name of a constant", "}")]
    [InlineData("enum x { A B };", 1, 12, "'}'", "B")]
    [InlineData("enum x { A, A };", 1, 13, "a name that is not taken yet", "A")]
    [InlineData("enum x { A }; enum x { B };", 1, 20, "the name of an enum that is not defined yet", "x")]
    [InlineData("enum x { A }; typedef int A;", 1, 27, "a name that is not taken yet", "A")]
    [InlineData("typedef int A; enum x { A };", 1, 25, "a name that is not taken yet", "A")]
    [InlineData("enum x { A = B };", 1, 14, "a constant", "B")]
    [InlineData("enum x { A = };", 1, 14, "a constant or the name of a parameter", "}")]
    [InlineData("enum x { A = 99999999999999999999 };", 1, 14, "an integer constant of at most 64 bits", "99999999999999999999")]
    [InlineData("enum x { A = 18446744073709551615u, B };", 1, 37, "a value that fits an enum of 64 bits with the values before", "18446744073709551616")]
    [InlineData("enum x { A = -1, B = 18446744073709551615u };", 1, 22, "a value that fits an enum of 64 bits with the values before", "18446744073709551615")]
    [InlineData("enum x { A = 18446744073709551615u, B = -1 };", 1, 41, "a value that fits an enum of 64 bits with the values before", "-1")]
    [InlineData("enum x { A };\ntypedef enum y z;", 2, 14, "the name of a defined enum", "y")]
    public void Declaration_ThatIsWrong_SaysWhereAndWhatWasExpected(string text, int line, int column, string expected, string found)
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => TypeScope.Parse(text));

        Assert.Equal((line, column, expected, found), (error.Line, error.Column, error.Expected, error.Text));
    }

    [Fact]
    public void Typedefs_ThatPileUpPointers_AreRefusedBeforeTheyGrowTooDeep()
    {
        string text = "typedef int t0;" + string.Concat(Enumerable.Range(1, 100).Select(i => $"typedef t{i - 1} *t{i};"));

        Assert.Throws<DeclarationException>(() => TypeScope.Parse(text));
    }
}
