namespace ActorFfi.Native.Tests.Declarations;

public sealed class CPrototypeTests
{
    [Theory]
    [InlineData("int f(void);", "() I32")]
    [InlineData("int f()", "() I32")]
    [InlineData("void f ( void ) ;", "() Void")]
    [InlineData("extern double cos(double x);", "(F64 x) F64")]
    [InlineData("double cos(double)", "(F64 arg0) F64")]
    [InlineData("float (f)(float (x))", "(F32 x) F32")]
    [InlineData("_Bool f(bool a, _Bool b);", "(Bool a, Bool b) Bool")]
    [InlineData("int f(int, short b, unsigned char);", "(I32 arg0, I16 b, U8 arg2) I32")]
    [InlineData("void f(const int a, int const b, volatile int c);", "(I32 a, I32 b, I32 c) Void")]
    [InlineData("void f(void *a, const void *b, void const *c, void *const d);", "(Pointer<Void> a, const Pointer<Void> b, const Pointer<Void> c, Pointer<Void> d) Void")]
    [InlineData("void f(int *restrict a, const int *__restrict b, int const volatile *c);", "(Pointer<I32> a, const Pointer<I32> b, const Pointer<I32> c) Void")]
    [InlineData("void f(int **a, int *const *b, const int **c);", "(Pointer<Pointer<I32>> a, const Pointer<Pointer<I32>> b, Pointer<const Pointer<I32>> c) Void")]
    [InlineData("const char *f(const char *a, char const *const b);", "(const CString<I8> a, const CString<I8> b) const CString<I8>")]
    [InlineData("char *f(char *a);", "(Pointer<I8> a) Pointer<I8>")]
    [InlineData("void f(const char *const *a, char **b);", "(const Pointer<const CString<I8>> a, Pointer<Pointer<I8>> b) Void")]
    [InlineData("const unsigned char *f(const signed char *a, const int8_t *b);", "(const Pointer<I8> a, const Pointer<I8> b) const Pointer<U8>")]
    [InlineData("void f(const char a[], const char b[*], char c[]);", "(const CString<I8> a, const CString<I8> b, Pointer<I8> c) Void")]
    [InlineData("void f(int (*a)[4], int *b[]);", "(Pointer<I32> a, Pointer<Pointer<I32>> b) Void")]
    [InlineData("void f(/* none */ int a, // one\n int b);", "(I32 a, I32 b) Void")]
    [InlineData("unsigned\r\nlong\tf(long\nlong a);", "(I64 a) U64")]
    public void Prototype_WithTypes_HasTheirRepresentation(string text, string expected)
    {
        // The expectations are written for x86-64, where char has a sign.
        TypeScope types = TypeScope.For(CDataModel.GnuX64);

        Assert.Equal(expected, Rendered.Signature(CPrototype.Parse(text, types)));
    }

    [Theory]
    [InlineData("void f(const unsigned char buf[len], unsigned int len);", "(const Pointer<U8> buf[#1 of 1], U32 len) Void")]
    [InlineData("void f(size_t len, int buf[len]);", "(U64 len, Pointer<I32> buf[#0 of 4]) Void")]
    [InlineData("void f(unsigned char dest[*destLen], uint64_t *destLen);", "(Pointer<U8> dest[*#1 of 1], Pointer<U64> destLen) Void")]
    [InlineData("void f(uint8_t px[width * height * 4], int width, int height);", "(Pointer<U8> px[#1 * #2 * 4 of 1], I32 width, I32 height) Void")]
    [InlineData("void f(double m[(rows) * *cols], int rows, short *cols);", "(Pointer<F64> m[#1 * *#2 of 8], I32 rows, Pointer<I16> cols) Void")]
    [InlineData("void f(char buf[16]);", "(Pointer<I8> buf[16 of 1]) Void")]
    [InlineData("void f(const char buf[n], int n);", "(const Pointer<I8> buf[#1 of 1], I32 n) Void")]
    [InlineData("void f(long buf[static 4], int b[const 2], int c[const static 3]);", "(Pointer<I64> buf[4 of 8], Pointer<I32> b[2 of 4], Pointer<I32> c[3 of 4]) Void")]
    [InlineData("void f(const void buf[len], size_t len);", "(const Pointer<Void> buf[#1 of 1], U64 len) Void")]
    [InlineData("void f(float m[rows][4], int rows);", "(Pointer<F32> m[#1 * 4 of 4], I32 rows) Void")]
    [InlineData("void f(double m[3][3]);", "(Pointer<F64> m[3 * 3 of 8]) Void")]
    [InlineData("void f(float m[][4]);", "(Pointer<F32> m) Void")]
    [InlineData("void f(short m[2 + 1 << 1]);", "(Pointer<I16> m[6 of 2]) Void")]
    [InlineData("void f(uint8_t b[n * sizeof(int)], int n);", "(Pointer<U8> b[#1 * 4 of 1], I32 n) Void")]
    [InlineData("void f(const char *texts[count], int count);", "(Pointer<const CString<I8>> texts[#1 of 8], I32 count) Void")]
    [InlineData("void f(char b[n + 1], int n);", "(Pointer<I8> b[#1 + 1 of 1], I32 n) Void")]
    [InlineData("void f(char b[2 * (n - *m)], int n, int *m);", "(Pointer<I8> b[2 * (#1 - *#2) of 1], I32 n, Pointer<I32> m) Void")]
    [InlineData("void f(char b[(n << 1) + n - (n >> 1) - (4 - 2)], int n);", "(Pointer<I8> b[(#1 << 1) + #1 - (#1 >> 1) - 2 of 1], I32 n) Void")]
    [InlineData("void f(int m[rows + 1][columns / 2], int rows, int columns);", "(Pointer<I32> m[(#1 + 1) * (#2 / 2) of 4], I32 rows, I32 columns) Void")]
    [InlineData("void f(char b[_Alignof(double) * n], int n);", "(Pointer<I8> b[8 * #1 of 1], I32 n) Void")]
    [InlineData("void f(int *a[arg1], int);", "(Pointer<Pointer<I32>> a[#1 of 8], I32 arg1) Void")]
    public void Prototype_WithArrays_HasExtents(string text, string expected)
    {
        TypeScope types = TypeScope.For(CDataModel.GnuX64);

        Assert.Equal(expected, Rendered.Signature(CPrototype.Parse(text, types)));
    }

    [Theory]
    [InlineData("void f(unsigned   long x);", "unsigned long")]
    [InlineData("void f(long const unsigned x);", "long unsigned")]
    [InlineData("void f(const char*x);", "const char *")]
    [InlineData("void f(const char *const *x);", "const char *const *")]
    [InlineData("void f(const uLong x[4]);", "const uLong *")]
    [InlineData("void f(uLong **x);", "uLong **")]
    [InlineData("void f(text x);", "text")]
    [InlineData("void f(text *x);", "text *")]
    [InlineData("void f(enum color x);", "enum color")]
    [InlineData("void f(int (*x)[4]);", "int[4] *")]
    public void Type_OfAParameter_KeepsItsSpelling(string text, string spelling)
    {
        TypeScope types = TypeScope.Parse("typedef unsigned long uLong; typedef const char *text; enum color { RED };");

        Assert.Equal(spelling, CPrototype.Parse(text, types).Signature.Parameters[0].Type.Spelling);
    }

    [Fact]
    public void Prototype_OfZlib_HasItsNamesAndDefaults()
    {
        SymbolDeclaration crc32 = CPrototype.Parse("unsigned long crc32(unsigned long crc, const unsigned char buf[len], unsigned int len);");

        Assert.Equal(("crc32", "crc32"), (crc32.Name, crc32.NativeName));
        Assert.Equal((false, null, false), (crc32.IsOptional, crc32.Nonblocking, crc32.CapturesErrno));
        Assert.False(crc32.Signature.Parameters[1].IsWritable);
        Assert.Equal("const unsigned char *", crc32.Signature.Parameters[1].Type.Spelling);
    }

    [Fact]
    public void Parameter_NamedLikeAType_IsAParameter()
    {
        TypeScope types = TypeScope.Parse("typedef unsigned int uInt;");

        Assert.Equal("(U32 uInt, U32 size_t) Void", Rendered.Signature(CPrototype.Parse("void f(uInt uInt, unsigned size_t);", types)));
    }

    [Fact]
    public void Bound_NamedLikeAConstant_MeansTheParameterThatStandsBefore()
    {
        TypeScope types = TypeScope.Parse("enum { N = 8 };");

        Assert.Equal("(I32 N, Pointer<U8> b[#0 of 1]) Void", Rendered.Signature(CPrototype.Parse("void f(int N, uint8_t b[N]);", types)));
        Assert.Equal("(Pointer<U8> b[9 of 1], I32 N) Void", Rendered.Signature(CPrototype.Parse("void f(uint8_t b[N + 1], int N);", types)));
    }

    [Fact]
    public void ArrayType_OfAParameter_BringsItsExtent()
    {
        TypeScope types = TypeScope.Parse("enum { SIZE = 32 }; typedef unsigned char digest[SIZE];");

        Assert.Equal("(const Pointer<U8> d[32 of 1], Pointer<U8> e[#2 * 32 of 1], I32 n) Void", Rendered.Signature(CPrototype.Parse("void f(const digest d, digest e[n], int n);", types)));
    }
}
