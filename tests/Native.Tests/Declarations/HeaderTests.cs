namespace ActorFfi.Native.Tests.Declarations;

/// <summary>Declarations as headers have them, held against the same in plain C.</summary>
public sealed class HeaderTests
{
    [Theory]
    [InlineData("extern \"C\" int f(int a);", "int f(int a)")]
    [InlineData("__attribute__((visibility(\"default\"), __nothrow__)) int f(int a) __attribute__((pure)) __attribute__((alloc_size(1, 2)));", "int f(int a)")]
    [InlineData("int __attribute__((noinline)) f(int a);", "int f(int a)")]
    [InlineData("__declspec(dllexport) int __cdecl f(int a);", "int f(int a)")]
    [InlineData("[[nodiscard]] int f([[maybe_unused]] int a);", "int f(int a)")]
    [InlineData("extern inline int f(register int a);", "int f(int a)")]
    [InlineData("int f(int a __attribute__((unused)), char b[] __attribute__((nonnull)));", "int f(int a, char b[])")]
    [InlineData("_Noreturn void f(__const__ int a);", "void f(int a)")]
    [InlineData("__extension__ long long f(__signed__ char a);", "long long f(signed char a)")]
    [InlineData("int f(const volatile unsigned long long int *restrict const a);", "int f(const unsigned long long *a)")]
    [InlineData("int f(unsigned const char *a, long const int unsigned b);", "int f(const unsigned char *a, unsigned long b)")]
    [InlineData("int f(char *const argv[], char *__restrict envp[__restrict]);", "int f(char *const *argv, char **envp)")]
    [InlineData("int f(const void *, const void *) __asm__(\"f64\");", "int f(const void *arg0, const void *arg1)")]
    [InlineData("int * __attribute__((warn_unused_result)) f(void);", "int *f(void)")]
    [InlineData("int\\\n f(int a);", "int f(int a)")]
    [InlineData("int f(int a // one \\\n two\n);", "int f(int a)")]
    [InlineData("int f(int a[4 > 3 ? 2 : 1], char b[(int)3 + !0]);", "int f(int a[2], char b[4])")]
    [InlineData("int f(char b[1 << (2 == 2)], char c[3 && 0 || 1]);", "int f(char b[2], char c[1])")]
    [InlineData("int f(_Atomic int *a, _Atomic(long) b, int *_Atomic c);", "int f(int *a, long b, int *c)")]
    [InlineData("typeof(int) f(__typeof__(char *) a);", "int f(char *a)")]
    [InlineData("_Float32 f(_Float64 a, _Float32x b, _Float64x c);", "float f(double a, double b, long double c)")]
    [InlineData("int f(int (__cdecl *g)(int), void (__attribute__((noreturn)) *h)(void));", "int f(int (*g)(int), void (*h)(void))")]
    [InlineData("char *_Nonnull f(const char *_Nullable restrict a);", "char *f(const char *a)")]
    [InlineData("int f(int a) __attribute__((made_up(1, \"x\"))) [[vendor::odd(2)]];", "int f(int a)")]
    [InlineData("int f(unsigned a, long long int b, short int c, long unsigned int d);", "int f(unsigned int a, long long b, short c, unsigned long d)")]
    [InlineData("int f(int callback(int, char *), double m[3 * 3], const char *const names[]);", "int f(int (*callback)(int, char *), double m[9], const char *const *names)")]
    [InlineData("int f(char b[sizeof(int) * __alignof__(long)]);", "int f(char b[32])")]
    [InlineData("int f(int a) noexcept;", "int f(int a)")]
    [InlineData("int f(int (*g)(int) noexcept(sizeof(int) > 2), void (*h)(void) throw()) throw ();", "int f(int (*g)(int), void (*h)(void))")]
    [InlineData("double __complex__ f(_Complex a);", "double _Complex f(double _Complex a)")]
    [InlineData("__uint128_t f(signed __int128 a);", "unsigned __int128 f(__int128 a)")]
    public void Prototype_AsHeadersHaveIt_IsThatOfPlainC(string text, string plain) =>
        Assert.Equal(Rendered.Signature(CPrototype.Parse(plain)), Rendered.Signature(CPrototype.Parse(text)));

    [Theory]
    [InlineData("ZEXTERN int ZEXPORT f OF((pointer a, unsigned LONG b));", "int f(unsigned char *a, unsigned long b)")]
    [InlineData("STATUS f(TABLE(int, rows) a, size_t rows);", "int f(int *a, size_t rows)")]
    [InlineData("int f(char a[SIZE], char b[MOST(3)]);", "int f(char a[64], char b[6])")]
    [InlineData("int f(word a);", "int f(unsigned long a)")]
    public void Prototype_WithMacrosOfItsTypes_IsRead(string text, string plain)
    {
        TypeScope types = TypeScope.Parse("""
            #ifndef HEADER_H
            #define HEADER_H
            #include <stddef.h>
            # define ZEXPORT /* nothing */
            #define ZEXTERN extern
            #define OF(args) args
            #define FAR
            #define LONG long
            #define STATUS int
            #define SIZE (1 << 6)
            #define MOST(n) \
                ((n) * 2)
            #define TABLE(type, bound) type *
            #define QUOTED "nothing that declarations have"
            #define STRINGS(a) #a ## b
            #if defined(SIZE) && SIZE > 32 && !defined(NOWHERE)
            typedef unsigned long word;
            #elif 1
            typedef unsigned char word;
            #else
            # error "not here"
            #endif
            #ifdef __cplusplus
            extern "C" {
            #endif
            typedef unsigned char FAR *pointer;
            #ifdef __cplusplus
            }
            #endif
            #undef STATUS
            #define STATUS int
            #endif
            """);

        Assert.Equal(Rendered.Signature(CPrototype.Parse(plain)), Rendered.Signature(CPrototype.Parse(text, types)));
    }

    [Fact]
    public void Types_AsHeadersHaveThem_AreRead()
    {
        TypeScope types = TypeScope.Parse("""
            extern "C" {
            __extension__ typedef struct __attribute__((deprecated("old"))) node node;
            struct node { node *next; union { int i; float f; struct { short low, high; }; }; char name[2][3]; unsigned flags : 3, : 0, more : 5; } ;
            typedef int (*handler)(const node *, void (*)(int)), *pointer;
            typedef handler (*factory)(int kind);
            typedef struct { factory make[2]; } __attribute__((may_alias)) table;
            enum __attribute__((unused)) kind { NONE = -1, FIRST = 'a' + 1, SECOND = FIRST > 3 ? 7 : 8, THIRD = (unsigned char)300, FOURTH = '\033' } __attribute__((deprecated));
            enum small : unsigned char { TINY = 200 };
            typedef struct { enum small size; enum kind kind : 8; } sized;
            _Static_assert(sizeof(int) == 4, "four bytes");
            }
            typedef unsigned long ulong; typedef struct { long ticks; } clock_t;
            """);

        Assert.Equal(24, types.TypeOf("struct node").Size);
        Assert.Equal(16, types.TypeOf("table").Size);
        Assert.Equal(4, types.TypeOf("sized").Size);
        Assert.Equal(NativeTypeKind.U8, types.TypeOf("enum small").Kind);
        Assert.Equal(NativeTypeKind.Struct, types.TypeOf("clock_t").Kind);
        Assert.Equal("(Pointer<U8> a[8316 of 1]) Void", Rendered.Signature(CPrototype.Parse("void f(unsigned char a[SECOND * THIRD * FOURTH]);", types)));
    }

    [Theory]
    [InlineData("#pragma pack(1)\nstruct s { char a; long b; };", 9, 1)]
    [InlineData("#pragma pack(push, 2)\nstruct s { char a; long b; };\n#pragma pack(pop)", 10, 2)]
    [InlineData("#pragma pack(push, 1)\nstruct t { char a; long b; };\n#pragma pack(pop)\nstruct s { struct t a; int b; };", 16, 4)]
    [InlineData("#pragma pack(push, 4)\n#pragma pack()\nstruct s { char a; long b; };", 16, 8)]
    [InlineData("#pragma pack(4)\nstruct s { char a; _Alignas(32) long b; };", 12, 4)]
    [InlineData("#pragma pack(2)\nstruct s { char a; int b : 30, c : 10; };", 6, 2)]
    [InlineData("#pragma pack(2)\nstruct s { char a; int : 0; char b; };", 5, 1)]
    [InlineData("#pragma once\n#pragma pack(push, name, 1)\n#pragma pack(8)\n#pragma pack(pop, name)\nstruct s { char a; long b; };", 16, 8)]
    public void Struct_UnderAPragma_IsPacked(string text, int size, int alignment)
    {
        NativeType type = TypeScope.Parse(text).TypeOf("struct s");

        Assert.Equal((size, alignment), (type.Size, type.Alignment));
    }

    [Theory]
    [InlineData("#if 1\ntypedef int a;", 1, 1, "'#endif' after a condition", "#if")]
    [InlineData("typedef int a;\n  #endif", 2, 3, "'#if' before it", "#endif")]
    [InlineData("#error no", 1, 1, "types that do not end in '#error'", "#error")]
    [InlineData("#unknown", 1, 1, "a preprocessor line of C", "#unknown")]
    [InlineData("#pragma pack(3)", 1, 1, "an alignment of 1, 2, 4, 8 or 16 bytes", "3")]
    [InlineData("#define A(x) x\ntypedef int A(b;", 2, 13, "')' after the arguments of a macro", "A")]
    [InlineData("#define A @\ntypedef int A;", 2, 13, "C text", "@")]
    [InlineData("#define 1", 1, 1, "the name of a macro", "1")]
    [InlineData("#if defined(\n#endif", 1, 1, "the name of a macro after 'defined'", "defined")]
    public void Directive_ThatIsWrong_IsRefusedInItsPlace(string text, int line, int column, string expected, string found)
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => TypeScope.Parse(text));

        Assert.Equal((line, column, expected, found), (error.Line, error.Column, error.Expected, error.Text));
    }

    [Fact]
    public void Macro_OfItself_EndsAndOneOfTooMuchIsRefused()
    {
        TypeScope types = TypeScope.Parse("#define again again\n#define one two\n#define two one\ntypedef int again, one;");
        string bomb = "#define a0 int\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"#define a{i} a{i - 1} a{i - 1}\n")) + "typedef a40 x;";

        Assert.Equal(NativeTypeKind.I32, types.TypeOf("again").Kind);
        Assert.Contains("at most", Assert.Throws<DeclarationException>(() => TypeScope.Parse(bomb)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int ZEXPORT2 f(int a);", "If 'ZEXPORT2' is a macro")]
    [InlineData("SQLITE_API int f(int a);", "If 'SQLITE_API' is a macro, write '#define SQLITE_API' with what it stands for into the library's types.")]
    public void Word_ThatLooksLikeAMacro_IsExplained(string text, string hint) =>
        Assert.Contains(hint, Assert.Throws<DeclarationException>(() => CPrototype.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("int f(int a) __attribute__((ms_abi));", "ms_abi")]
    [InlineData("__attribute__((regparm(3))) int f(int a);", "regparm")]
    [InlineData("int f(float a __attribute__((vector_size(16))));", "vector_size")]
    public void Attribute_ThatChangesCalls_IsRefused(string text, string found) =>
        Assert.Equal(found, Assert.Throws<DeclarationException>(() => CPrototype.Parse(text)).Text);

    [Theory]
    [InlineData("int f(struct never_declared *a);", "struct never_declared")]
    [InlineData("int f(const union never_declared *a);", "union never_declared")]
    [InlineData("int f(enum never_declared *a);", "enum never_declared")]
    [InlineData("int f(FILE *a);", "FILE")]
    [InlineData("int f(const _Float128 *a);", "_Float128")]
    public void Pointer_ToWhatNobodyDefines_IsAPointer(string text, string target)
    {
        NativeParameter parameter = CPrototype.Parse(text).Signature.Parameters[0];

        Assert.Equal((NativeTypeKind.Pointer, target), (parameter.Type.Kind, parameter.Type.Element!.Spelling));
        Assert.Null(parameter.Extent);
    }

    [Theory]
    [InlineData("_Float128 f(void);", "_Float128")]
    [InlineData("void f(long double _Complex z);", "long double _Complex")]
    [InlineData("void f(_Decimal64 d);", "_Decimal64")]
    [InlineData("void f(lanes v);", "lanes")]
    [InlineData("struct holder f(void);", "struct holder")]
    [InlineData("void f(struct empty_tail t);", "struct empty_tail")]
    public void Value_ThatNoCallCanCarry_IsRefusedByNameWhereItIsPassed(string text, string type)
    {
        TypeScope types = TypeScope.Parse("typedef float lanes __attribute__((vector_size(16))); struct holder { int n; lanes v[2]; }; struct empty_tail { int n; int none[0]; };");
        SymbolDeclaration declaration = CPrototype.Parse(text, types);

        DeclarationException error = Assert.Throws<DeclarationException>(() => new CallPlan("library", declaration));
        Assert.Equal(("a type that can be passed by value", type), (error.Expected, error.Text));
    }

    [Fact]
    public void List_OfFurtherArguments_IsAPointer()
    {
        TypeScope types = TypeScope.Parse("typedef __builtin_va_list va_list; typedef __builtin_va_list __gnuc_va_list; struct state { va_list rest; };");
        NativeParameter parameter = CPrototype.Parse("int vprintf(const char *format, va_list rest);", types).Signature.Parameters[1];

        Assert.Equal(NativeTypeKind.Pointer, parameter.Type.Kind);
        Assert.Null(parameter.Extent);
        Assert.Equal((24, 8), (types.TypeOf("struct state").Size, types.TypeOf("struct state").Alignment));
    }

    [Fact]
    public void Union_ThatIsTransparent_IsPassedAsItsFirstMember()
    {
        TypeScope types = TypeScope.Parse("""
            typedef union { const struct sockaddr *plain; const struct sockaddr_in *internet; } address __attribute__((transparent_union));
            union number { int whole; unsigned bits; } __attribute__((__transparent_union__));
            """);

        Assert.Equal(
            "(const Pointer<struct sockaddr> a, I32 b) Void",
            Rendered.Signature(CPrototype.Parse("void f(address a, union number b);", types)));
    }

    [Fact]
    public void Label_IsTheNameThatTheLibraryExports()
    {
        SymbolDeclaration declaration = CPrototype.Parse("extern int scan(const char *text, ...) __asm__ (\"\" \"__isoc99_scan\") __attribute__ ((__nothrow__));");

        Assert.Equal(("scan", "__isoc99_scan"), (declaration.Name, declaration.NativeName));
    }

    [Fact]
    public void Header_WithFunctionsAndVariables_GivesItsTypes()
    {
        TypeScope types = TypeScope.Parse("""
            extern int version; static const double half = 0.5, third = 1 / 3.;
            typedef int count; __extension__ typedef long long wide;
            static const char *const names[] = { "a", "}", [2] = "c" };
            extern count add(count a, struct later *b) __attribute__((__nothrow__));
            static __inline__ __attribute__((always_inline)) count twice(count a) { if (a > 1) { return a * 2; } return 'x' == a ? -1 : 0; }
            struct later { count n; } first, *second;
            enum { MOST = 3 } limit;
            extern "C" count one(void);
            extern "C" { count two(void); struct inner { wide w; }; }
            __thread int mine; _Noreturn void stop(void); int (*chosen)(count), table[MOST];
            typedef int register_t __attribute__((__mode__(__word__)));
            """);

        Assert.Equal(4, types.TypeOf("struct later").Size);
        Assert.Equal(8, types.TypeOf("struct inner").Size);
        Assert.Equal((NativeTypeKind.I64, 8), (types.TypeOf("register_t").Kind, types.TypeOf("register_t").Size));
        Assert.Equal("(Pointer<I32> a[3 of 4]) I32", Rendered.Signature(CPrototype.Parse("count f(count a[MOST]);", types)));
    }

    [Theory]
    [InlineData("typedef int odd __attribute__((aligned(1))); struct s { char c; odd n; };", 5, 1)]
    [InlineData("typedef int wide __attribute__((aligned(16))); struct s { char c; wide n; };", 32, 16)]
    [InlineData("typedef struct { int n; } __attribute__((aligned(8))) t; struct s { char c; t n; };", 16, 8)]
    [InlineData("typedef struct { int n; } t __attribute__((aligned(8))); struct s { char c; t n; };", 16, 8)]
    [InlineData("typedef float v __attribute__((vector_size(16))); struct s { char c; v n; };", 32, 16)]
    [InlineData("struct s { char c; double _Complex n; };", 24, 8)]
    [InlineData("struct s { char c; __int128 n; };", 32, 16)]
    [InlineData("struct s { char c; long __attribute__((aligned(2), packed)) n; };", 10, 2)]
    [InlineData("struct s { char c; const __attribute__((aligned(4))) short n; };", 8, 4)]
    [InlineData("struct s { char c; long long n __attribute__((__aligned__(__alignof__(long long)))); };", 16, 8)]
    [InlineData("struct s { int n; union { char bytes[0]; short words[0]; }; };", 4, 4)]
    [InlineData("struct s { ; int n;; short m;; };", 8, 4)]
    [InlineData("struct s { char *_Nonnull name; int *_Atomic n; };", 16, 8)]
    [InlineData("struct s { unsigned n __attribute__((mode(HI))); };", 2, 2)]
    public void Struct_WithTypesOfHeaders_IsLaidOutAsCompilersDo(string text, int size, int alignment)
    {
        NativeType type = TypeScope.Parse(text).TypeOf("struct s");

        Assert.Equal((size, alignment), (type.Size, type.Alignment));
    }

    [Fact]
    public void Type_OfANameThatNobodyDeclared_IsRefused()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => TypeScope.Parse("struct point { int x; };").TypeOf("struct piont"));

        Assert.Equal("the name of a declared struct", error.Expected);
        Assert.Contains("Did you mean 'point'?", error.Message, StringComparison.Ordinal);
    }
}
