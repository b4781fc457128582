using System.Text.Json.Nodes;

namespace ActorFfi.Native.Tests.Declarations;

public sealed class RecordTests
{
    [Theory]
    [InlineData("struct t { char a; double b; };", "Struct { I8 a @0; F64 b @8; } 16:8")]
    [InlineData("typedef struct { char a; short b[3]; } __attribute__((packed)) t; struct t { t x; };", "Struct { Struct { I8 a @0; Array<I16 * 3> b @1; } 7:1 x @0; } 7:1")]
    [InlineData("struct t { int a : 3, : 4, b : 5; unsigned c : 25; _Bool d : 1; };", "Struct { I32 a @0.0:3; I32 b @0.7:5; U32 c @4.0:25; Bool d @7.1:1; } 8:4")]
    [InlineData("struct t { int x; union { float f; struct { short lo, hi; }; }; };", "Struct { I32 x @0; Union { F32 f @0; Struct { I16 lo @0; I16 hi @2; } 4:2  @0; } 4:4  @4; } 8:4")]
    [InlineData("struct t { char a; _Alignas(16) int b; short c __attribute__((aligned(8))); };", "Struct { I8 a @0; I32 b @16; I16 c @24; } 32:16")]
    [InlineData("struct t { struct t *next; const struct t *const *all; struct other *opaque; };", "Struct { Pointer<struct t> next @0; const Pointer<const Pointer<struct t>> all @8; Pointer<struct other> opaque @16; } 24:8")]
    [InlineData("typedef int compare(const void *, const void *); struct t { compare *by; void (*done[2])(struct t *, int n, char text[n]); };", "Struct { Function(const Pointer<Void> arg0, const Pointer<Void> arg1) I32 by @0; Array<Function(Pointer<struct t> arg0, I32 n, Pointer<I8> text[#1 of 1]) Void * 2> done @8; } 24:8")]
    [InlineData("struct t { int n; double data[]; };", "Struct { I32 n @0; Array<F64 * 0> data @8; } 8:8")]
    [InlineData("struct t { };", "Struct { } 0:1")]
    [InlineData("enum e { A = 2 }; struct t { enum e e; int m[A][3]; long double d; wchar_t w; };", "Struct { U32 e @0; Array<Array<I32 * 3> * 2> m @4; LongDouble d @32; I32 w @48; } 64:16")]
    public void Struct_AsDeclared_HasItsMembersInTheirPlaces(string text, string expected)
    {
        Assert.Equal(expected, Rendered.Type(TypeScope.For(CDataModel.GnuX64).With(text).TypeOf("struct t")));
    }

    [Theory]
    [InlineData("point f(const point *a, struct point b, struct file *c);", "(const Pointer<point> a, Struct { F64 x @0; F64 y @8; } 16:8 b, Pointer<struct file> c) Struct { F64 x @0; F64 y @8; } 16:8")]
    [InlineData("int f(const char *format, ...);", "(const CString<I8> format, ...) I32")]
    [InlineData("int f(int compare(int, int), void (*done)(int a, ...));", "(Function(I32 arg0, I32 arg1) I32 compare, Function(I32 a, ...) Void done) I32")]
    [InlineData("int (*f(int a))(long);", "(I32 a) Function(I64 arg0) I32")]
    [InlineData("void (**f(void))(void);", "() Pointer<Function() Void>")]
    [InlineData("double long f(long double x, const char *const *names);", "(LongDouble x, const Pointer<const CString<I8>> names) LongDouble")]
    [InlineData("void f(int n, point p[n]);", "(I32 n, Pointer<point> p[#0 of 16]) Void")]
    public void Prototype_OfEveryType_Parses(string text, string expected)
    {
        TypeScope types = TypeScope.Parse("typedef struct point { double x, y; } point; struct file;");

        Assert.Equal(expected, Rendered.Signature(CPrototype.Parse(text, types)));
    }

    [Theory]
    [InlineData("extern const int limit;", "I32", true)]
    [InlineData("extern const char *const names[3];", "Array<const CString<I8> * 3>", true)]
    [InlineData("extern const char *name;", "const CString<I8>", false)]
    [InlineData("extern void (*hook)(int);", "Function(I32 arg0) Void", false)]
    public void Variable_AsDeclared_HasItsType(string text, string expected, bool isReadOnly)
    {
        SymbolDeclaration declaration = CPrototype.Parse(text);

        Assert.Equal((expected, isReadOnly), (Rendered.Type(declaration.Variable!), declaration.IsReadOnly));
    }

    [Fact]
    public void Struct_OnlyDeclared_CannotBePassedByValue()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse("int f(int a, struct file b);", TypeScope.Parse("struct file;")));

        Assert.Equal((26, "a struct that is defined", "b"), (error.Column, error.Expected, error.Parameter));
    }

    [Fact]
    public void Struct_DefinedInALaterScope_StaysUndefinedInTheOldOne()
    {
        TypeScope basis = TypeScope.Parse("typedef struct file file; struct user { file *f; };");
        TypeScope extended = basis.With("struct file { int fd; };");

        Assert.True(basis.TypeOf("struct user").Fields[0].Type.Element!.IsOpaque);
        Assert.Equal(4, extended.TypeOf("struct user").Fields[0].Type.Element!.Size);
    }

    [Fact]
    public void Structs_ThatPointToEachOtherInALongChain_AreLoweredWithoutExhaustingTheStack()
    {
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"struct s{i} {{ struct s{i + 1} *next; }};"));

        Assert.Equal(8, TypeScope.Parse(text).TypeOf("struct s0").Size);
    }

    [Theory]
    [InlineData("""{"parameters": [{"struct": ["u8", {"name": "y", "type": "f64"}, {"union": ["u8", "u32"]}]}]}""", "(Struct { U8 f0 @0; F64 y @8; Union { U8 f0 @0; U32 f1 @0; } 4:4 f2 @16; } 24:8 arg0) Void")]
    [InlineData("""{"parameters": [{"function": {"parameters": ["u8", {"name": "x", "type": "pointer"}], "result": "i32"}}], "result": {"function": {}}}""", "(Function(U8 arg0, Pointer<Void> x) I32 arg0) Function() Void")]
    public void Shape_OfStructsAndFunctions_Parses(string shape, string expected)
    {
        Assert.Equal(expected, Rendered.Signature(DenoShape.Parse("f", JsonNode.Parse(shape)!.AsObject())));
    }

    [Fact]
    public void Shape_OfAVariable_HasItsType()
    {
        SymbolDeclaration declaration = DenoShape.Parse("x", JsonNode.Parse("""{"type": "u32", "name": "real", "const": true}""")!.AsObject());

        Assert.Equal((NativeTypeKind.U32, "real", true), (declaration.Variable!.Kind, declaration.NativeName, declaration.IsReadOnly));
    }
}
