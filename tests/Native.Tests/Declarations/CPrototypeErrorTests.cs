namespace ActorFfi.Native.Tests.Declarations;

public sealed class CPrototypeErrorTests
{
    [Theory]
    [InlineData("", 1, 1, "a type", "")]
    [InlineData("   \n  ", 2, 3, "a type", "")]
    [InlineData("int", 1, 4, "the name of a function", "")]
    [InlineData("int x;", 1, 6, "'(' and the parameters of a function", ";")]
    [InlineData("f(int a);", 1, 1, "a type", "f")]
    [InlineData("int f(bfu x);", 1, 7, "a type", "bfu")]
    [InlineData("int f(int a,\n  bfu x);", 2, 3, "a type", "bfu")]
    [InlineData("int f(int a,\r\n\tbfu x);", 2, 2, "a type", "bfu")]
    [InlineData("int f(int a", 1, 12, "',' or ')'", "")]
    [InlineData("int f(int a b);", 1, 13, "',' or ')'", "b")]
    [InlineData("int f(int a,);", 1, 13, "a type", ")")]
    [InlineData("int f(int a); int g(int b);", 1, 15, "the end of the text", "int")]
    [InlineData("int f(int a) {", 1, 14, "the end of the text", "{")]
    [InlineData("int f(int int);", 1, 7, "one C type", "int int")]
    [InlineData("int f(int const);int", 1, 18, "the end of the text", "int")]
    [InlineData("int f(int while);", 1, 11, "a name", "while")]
    [InlineData("int while(int a);", 1, 5, "a name", "while")]
    [InlineData("long char f(void);", 1, 1, "one C type", "long char")]
    [InlineData("unsigned signed f(void);", 1, 1, "one C type", "unsigned signed")]
    [InlineData("unsigned float f(void);", 1, 1, "one C type", "unsigned float")]
    [InlineData("int f(int a, long a);", 1, 19, "a name that no other parameter has", "a")]
    [InlineData("int f(int arg1, long);", 1, 17, "a name that no other parameter has", "arg1")]
    [InlineData("int f(void a);", 1, 7, "a parameter with a value", "void")]
    [InlineData("int f(int a, void);", 1, 14, "a parameter with a value", "void")]
    [InlineData("int f(int a); /* open", 1, 15, "'*/' after a comment", "/* open")]
    [InlineData("int f(int a); $", 1, 15, "C text", "$")]
    [InlineData("int f(int 😀);", 1, 11, "C text", "😀")]
    [InlineData("int f(int a) \0", 1, 14, "C text", "\0")]
    [InlineData("#include <x.h>", 1, 1, "a declaration", "#")]
    [InlineData("int f(char b['x);", 1, 14, "' after a character constant", "'x);")]
    [InlineData("int *f(void)[4];", 1, 7, "a result that is neither an array nor a function", "(")]
    [InlineData("int f(void)[4];", 1, 6, "a result that is neither an array nor a function", "(")]
    [InlineData("int f(int a[3][]);", 1, 12, "elements of a known size", "[")]
    [InlineData("int f(int (*a)[n], int n);", 1, 16, "a constant", "n")]
    [InlineData("int f(enum color c);", 1, 12, "the name of a defined enum", "color")]
    [InlineData("int f(enum { A } c);", 1, 12, "an enum that is defined already", "{")]
    [InlineData("struct point f(void);", 1, 15, "a struct that is defined", "struct point")]
    [InlineData("int f(const union value v);", 1, 25, "a union that is defined", "union value")]
    [InlineData("enum color f(void);", 1, 6, "the name of a defined enum", "color")]
    [InlineData("int f(struct { int a; } v);", 1, 14, "a struct that is defined already", "{")]
    [InlineData("int f(...);", 1, 7, "a type", "...")]
    [InlineData("int f(int a, ..., int b);", 1, 17, "')'", ",")]
    [InlineData("int (*f)(int a);", 1, 16, "'(' and the parameters of a function", ";")]
    [InlineData("extern void x;", 1, 13, "a variable of a known size", "void")]
    [InlineData("extern void *x, y;", 1, 15, "the end of the text", ",")]
    [InlineData("extern struct s x;", 1, 17, "a variable of a known size", "struct s")]
    [InlineData("extern struct s x[];", 1, 18, "elements of a known size", "[")]
    [InlineData("extern int x[n];", 1, 14, "a constant", "n")]
    [InlineData("int f(void (*done)(int), int b, char g(int h, void));", 1, 47, "a parameter with a value", "void")]
    [InlineData("static int f(void);", 1, 1, "a type", "static")]
    [InlineData("static inline int f(void) { return 1; }", 1, 1, "a type", "static")]
    [InlineData("constexpr int f(void);", 1, 1, "a type", "constexpr")]
    [InlineData("int f(int &a);", 1, 11, "',' or ')'", "&")]
    [InlineData("extern int x = 3;", 1, 14, "the end of the text", "=")]
    public void Prototype_ThatIsWrong_SaysWhereAndWhatWasExpected(string text, int line, int column, string expected, string found)
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse(text));

        Assert.Equal((line, column, expected, found), (error.Line, error.Column, error.Expected, error.Text));
    }

    [Theory]
    [InlineData("void f(char b[x]);", 15, "the name of a parameter", "x")]
    [InlineData("void f(char b[lem], int len);", 15, "the name of a parameter", "lem")]
    [InlineData("void f(char b[x], double x);", 15, "a parameter that is an integer", "x")]
    [InlineData("void f(char b[x], bool x);", 15, "a parameter that is an integer", "x")]
    [InlineData("void f(char b[x], int *x);", 15, "a parameter that is an integer", "x")]
    [InlineData("void f(char b[b]);", 15, "a parameter that is an integer", "b")]
    [InlineData("void f(char b[*x], int x);", 16, "another parameter that points to an integer", "x")]
    [InlineData("void f(char b[*x], void *x);", 16, "another parameter that points to an integer", "x")]
    [InlineData("void f(char b[*x], double *x);", 16, "another parameter that points to an integer", "x")]
    [InlineData("void f(char b[*x], const char *x);", 16, "another parameter that points to an integer", "x")]
    [InlineData("void f(int b[*b]);", 15, "another parameter that points to an integer", "b")]
    [InlineData("void f(char b[n > 1], int n);", 17, "an arithmetic operator or ']'", ">")]
    [InlineData("void f(char b[n & 2], int n);", 17, "an arithmetic operator or ']'", "&")]
    [InlineData("void f(char b[n ? 1 : 2], int n);", 17, "a constant", "?")]
    [InlineData("void f(char b[(int)n], long n);", 15, "a constant", "(")]
    [InlineData("void f(char b[n + 0], int n);", 19, "a number of elements from 1 to 9223372036854775807", "0")]
    [InlineData("void f(char b[-n], int n);", 16, "a constant", "n")]
    [InlineData("void f(char b[**n], int **n);", 16, "a constant or the name of a parameter", "*")]
    [InlineData("void f(char b[n n], int n);", 17, "']'", "n")]
    [InlineData("void f(char b[4);", 16, "']'", ")")]
    [InlineData("void f(char b[0]);", 15, "a number of elements from 1 to 9223372036854775807", "0")]
    [InlineData("void f(char b[-1]);", 15, "a number of elements from 1 to 9223372036854775807", "-1")]
    [InlineData("void f(char b[18446744073709551615]);", 15, "a number of elements from 1 to 9223372036854775807", "18446744073709551615")]
    [InlineData("void f(char b[18446744073709551616]);", 15, "an integer constant of at most 64 bits", "18446744073709551616")]
    [InlineData("void f(char b[12abc]);", 15, "an integer constant of at most 64 bits", "12abc")]
    [InlineData("void f(char b[09]);", 15, "an integer constant of at most 64 bits", "09")]
    [InlineData("void f(char b[0x]);", 15, "an integer constant of at most 64 bits", "0x")]
    [InlineData("void f(char b['ab']);", 15, "one ASCII character or escape between quotes", "'ab'")]
    [InlineData("void f(char b['']);", 15, "one ASCII character or escape between quotes", "''")]
    [InlineData("void f(char b[1 / 0]);", 17, "a constant expression whose value exists", "/")]
    [InlineData("void f(char b[1 << 64]);", 17, "a constant expression whose value exists", "<<")]
    [InlineData("void f(char b[2147483647 + 1]);", 26, "a constant expression whose value exists", "+")]
    [InlineData("void f(long b[4611686018427387904]);", 15, "an array of at most 9223372036854775807 bytes", "4611686018427387904")]
    [InlineData("void f(char b[sizeof(void)]);", 22, "a type with a size", "void")]
    public void Extent_ThatIsWrong_SaysWhereAndNamesTheParameter(string text, int column, string expected, string found)
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse(text));

        Assert.Equal((1, column, expected, found), (error.Line, error.Column, error.Expected, error.Text));
        Assert.Equal(("f", "b"), (error.Symbol, error.Parameter));
    }

    [Theory]
    [InlineData("int f(_Atomic(struct s) x);", 7, "struct s", "Atomic structs")]
    [InlineData("int f(double _Imaginary x);", 14, "_Imaginary", "Imaginary numbers")]
    [InlineData("unsigned _BitInt(3) f(void);", 10, "_BitInt", "Integers of odd sizes")]
    [InlineData("extern __thread int x;", 8, "__thread", "Thread-local variables")]
    [InlineData("_Thread_local extern int x;", 1, "_Thread_local", "Thread-local variables")]
    public void Construct_ThatIsNotSupportedYet_IsNamed(string text, int column, string found, string construct)
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse(text));

        Assert.Equal((1, column, found), (error.Line, error.Column, error.Text));
        Assert.Contains($"{construct} are not supported yet.", error.Message);
    }

    [Theory]
    [InlineData("int f(unsinged x);", "Did you mean 'unsigned'?")]
    [InlineData("int f(uint33_t x);", "Did you mean 'uint32_t'?")]
    [InlineData("int f(sizet x);", "Did you mean 'size_t'?")]
    [InlineData("void f(char b[lem], int len);", "Did you mean 'len'?")]
    [InlineData("static int f(void);", "What is static is not exported. Declare what the library exports.")]
    [InlineData("void f(char b[n], int *n);", "'n' is int *. Write '*n' for the number it points to.")]
    public void Name_NearToAKnownOne_IsSuggested(string text, string hint)
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse(text));

        Assert.EndsWith($". {hint}", error.Message);
    }

    [Fact]
    public void Name_FarFromAllKnownOnes_GetsNoSuggestion()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse("sqlite3 f(void);"));

        Assert.Equal("Declaration is wrong at line 1, column 1: expected a type but found 'sqlite3'.", error.Message);
    }

    [Fact]
    public void Text_NestedWithoutEnd_IsRefusedNotFollowed()
    {
        foreach (string part in (string[])["(", "*", "[", "int(", "int f(", "int f(int a[", "-", "~", "*(", "int (*", "int f(int (", "sizeof(int["])
        {
            string text = string.Concat(Enumerable.Repeat(part, 20_000));

            Assert.Throws<DeclarationException>(() => CPrototype.Parse(text));
            Assert.Throws<DeclarationException>(() => CPrototype.Parse("int f(int " + text));
            Assert.Throws<DeclarationException>(() => CPrototype.Parse("int f(int b[" + text));
        }
    }
}
