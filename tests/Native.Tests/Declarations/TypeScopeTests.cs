namespace ActorFfi.Native.Tests.Declarations;

public sealed class TypeScopeTests
{
    [Fact]
    public void Constant_NamedAsATypeOfHeadersThatNobodyIncludes_IsOne() =>
        Assert.Equal(2, TypeScope.Parse("enum kind { FILE = 2, DIR }; struct s { char c[FILE]; };").TypeOf("struct s").Size);

    [Theory]
    [InlineData("typedef _Bool bool;", NativeTypeKind.Bool)]
    [InlineData("typedef unsigned char bool;", NativeTypeKind.U8)]
    [InlineData("typedef int bool; typedef int bool;", NativeTypeKind.I32)]
    [InlineData("typedef enum { false, true } bool;", NativeTypeKind.U32)]
    [InlineData("#define bool _Bool", NativeTypeKind.Bool)]
    public void Bool_OfATypedef_IsWhatItSays(string text, NativeTypeKind kind)
    {
        NativeSignature signature = CPrototype.Parse("bool f(bool a, const bool *b);", TypeScope.Parse(text)).Signature;

        Assert.Equal((kind, kind, kind), (signature.Result.Kind, signature.Parameters[0].Type.Kind, signature.Parameters[1].Type.Element!.Kind));
    }

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
    [InlineData("DarwinArm64", "(I8 a, I64 b, U64 c, I32 d, I16 e, U32 f, I64 g) Void")]
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
    [InlineData("x;", 1, 1, "'typedef', 'struct', 'union' or 'enum'", "x")]
    [InlineData("+ int x;", 1, 1, "'typedef', 'struct', 'union' or 'enum'", "+")]
    [InlineData("int f(sizt n);", 1, 7, "a type", "sizt")]
    [InlineData("int x = { 1, 2;", 1, 16, "'}'", "")]
    [InlineData("int x = 1", 1, 10, "';'", "")]
    [InlineData("int f(void) { return 1;", 1, 24, "'}'", "")]
    [InlineData("typedef double d __attribute__((mode(TI)));", 1, 38, "the mode of an integer of at most 64 bits", "TI")]
    [InlineData("typedef void *p __attribute__((vector_size(16)));", 1, 32, "a number for this attribute", "void *")]
    [InlineData("typedef int v __attribute__((vector_size(24)));", 1, 42, "a power of two from 1 to 64", "24")]
    [InlineData("typedef short s __attribute__((aligned(8))); typedef s t[2];", 1, 57, "elements whose size is a multiple of their alignment", "s")]
    [InlineData("typedef _Atomic struct { char a[3]; } a;", 1, 9, "a type that is supported", "struct")]
    [InlineData("typedef int x", 1, 14, "';'", "")]
    [InlineData("typedef int;", 1, 12, "a name for the type", ";")]
    [InlineData("typedef x;", 1, 9, "a type", "x")]
    [InlineData("typedef int x; typedef long x;", 1, 29, "a name that is not taken yet", "x")]
    [InlineData("typedef int size_t;", 1, 13, "a name that is not taken yet", "size_t")]
    [InlineData("typedef int x[n];", 1, 15, "a constant", "n")]
    [InlineData("struct x { int a };", 1, 18, "';'", "}")]
    [InlineData("struct x { int a; } struct y;", 1, 21, "';'", "struct")]
    [InlineData("struct { int a, a; };", 1, 17, "a name that no other member has", "a")]
    [InlineData("struct { int a; union { int b; int a; }; };", 1, 17, "a name that no other member has", "a")]
    [InlineData("struct x { struct x next; };", 1, 21, "a member of a complete type", "struct x")]
    [InlineData("struct x; struct y { struct x a[2]; };", 1, 32, "elements of a known size", "[")]
    [InlineData("struct x { struct y a; };", 1, 21, "a member of a complete type", "struct y")]
    [InlineData("struct x { void a; };", 1, 17, "a member of a complete type", "void")]
    [InlineData("struct x { int a(void); };", 1, 16, "a member of a complete type", "int ()")]
    [InlineData("struct x { int a[]; };", 1, 16, "an array with a bound", "a")]
    [InlineData("struct x { int b; int a[]; int c; };", 1, 32, "'}'", "c")]
    [InlineData("union x { int b; int a[]; };", 1, 22, "an array with a bound", "a")]
    [InlineData("struct x { int a[n]; };", 1, 18, "a constant", "n")]
    [InlineData("struct x { int a : 33; };", 1, 20, "a width from 1 to 32 bits", "33")]
    [InlineData("struct x { bool a : 2; };", 1, 21, "a width from 1 to 1 bits", "2")]
    [InlineData("struct x { int a : 0; };", 1, 20, "a width from 1 to 32 bits", "0")]
    [InlineData("struct x { int a : -1; };", 1, 20, "a width from 1 to 32 bits", "-1")]
    [InlineData("struct x { float a : 3; };", 1, 22, "an integer type for a bit-field", "float")]
    [InlineData("struct x { int : 40; };", 1, 18, "a width from 0 to 32 bits", "40")]
    [InlineData("struct x { int; };", 1, 15, "the name of a member", ";")]
    [InlineData("struct x { unknown a; };", 1, 12, "a type", "unknown")]
    [InlineData("struct x { int a; }; struct x { int b; };", 1, 29, "the name of a struct that is not defined yet", "x")]
    [InlineData("struct x { int a; }; union x y;", 1, 28, "the name of a union", "x")]
    [InlineData("enum x { A }; struct x { int b; };", 1, 22, "the name of a struct", "x")]
    [InlineData("struct x { int a; } __attribute__((packd));", 1, 36, "'packed' or 'aligned'", "packd")]
    [InlineData("struct x { int a; } __attribute__((aligned(3)));", 1, 44, "a power of two from 1 to 65536", "3")]
    [InlineData("struct x { _Alignas(0) int a; };", 1, 21, "a power of two from 1 to 65536", "0")]
    [InlineData("struct x { char a[1 << 30], b[1 << 30]; };", 1, 29, "a struct of at most 2147483647 bytes", "b")]
    [InlineData("struct x { char a[3000000000]; };", 1, 17, "a member of at most 2147483647 bytes", "a")]
    [InlineData("struct;", 1, 7, "the name of a struct", ";")]
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
