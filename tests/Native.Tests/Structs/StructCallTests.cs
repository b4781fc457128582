using ActorFfi.Native.Tests.Calls;
using ActorFfi.Native.Tests.Loading;

namespace ActorFfi.Native.Tests.Structs;

public sealed class StructCallTests
{
    private static readonly TypeScope _types = TypeScope.Parse("""
        typedef struct { double x, y; } point;
        typedef struct { int64_t id; const char *name; int32_t (*add)(int32_t, int32_t); int32_t codes[6]; } item;
        """);

    [Fact]
    public void Struct_ByValue_GoesInAndComesOut()
    {
        NativeStruct sum = Function("point add_points(point a, point b)").Call(Point(1, 2), Point(10, 20)).ToStruct();

        Assert.Equal((11.0, 22.0), (sum["x"].ToDouble(), sum["y"].ToDouble()));
    }

    [Fact]
    public void Struct_ReturnedIntoOneThatIsThere_AllocatesNothing()
    {
        NativeFunction add = Function("point add_points(point a, point b)");
        NativeStruct sum = Point(0, 0);
        NativeArgument[] arguments = [Point(1, 2), Point(3, 4)];
        add.InvokeInto(sum, arguments, out _);
        add.InvokeInto(sum, arguments, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        add.InvokeInto(sum, arguments, out _);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal((4.0, 6.0), (sum["x"].ToDouble(), sum["y"].ToDouble()));
    }

    [Fact]
    public void Struct_ByAddress_IsLentLikeABuffer()
    {
        NativeFunction move = Function("void move_point(point *p, double by)");
        NativeStruct own = Point(1, 2);
        move.Call(own, 0.5);
        using OwnedBuffer buffer = OwnedBuffer.Allocate(32);
        NativeStruct inBuffer = NativeStruct.Over(_types.TypeOf("point"), buffer, 16);
        move.Call(inBuffer, 2.5);

        Assert.Equal((1.5, 2.5), (own["x"].ToDouble(), own["y"].ToDouble()));
        Assert.Equal(2.5, buffer.ReadAt<double>(24));
    }

    [Fact]
    public void Struct_InMemory_ComesBackWithPointersOfItsLibrary()
    {
        NativeStruct item = Function("item the_item(int64_t id)").Call(77).ToStruct();

        Assert.Equal((77L, 6), (item["id"].ToInt64(), item["codes[5]"].ToInt32()));
        Assert.Equal("item", item["name"].ToPointer().View().ReadCString());
        Assert.False(item["add"].IsNull);
    }

    [Fact]
    public void Struct_OfAnotherType_IsRefused()
    {
        NativeStruct other = new(_types.TypeOf("item"));
        NativeFunction add = Function("point add_points(point a, point b)");

        Assert.Contains("a NativeStruct of type 'point'", add.Refused("b", Point(1, 2), other).Message, StringComparison.Ordinal);
        Assert.Contains("does not take 5", add.Refused("a", 5, Point(1, 2)).Message, StringComparison.Ordinal);
        Function("void move_point(point *p, double by)").Refused("p", other, 1.0);
        Assert.Throws<ArgumentException>(() => add.InvokeInto(other, [Point(1, 2), Point(1, 2)], out _));
    }

    [Fact]
    public void Struct_OfAnEqualDeclaration_IsTaken()
    {
        NativeStruct other = new(TypeScope.Parse("typedef struct { double x, y; } point;").TypeOf("point"));

        Assert.Equal(1.0, Function("point add_points(point a, point b)").Call(other, Point(1, 1)).ToStruct()["x"].ToDouble());
    }

    [Fact]
    public void Complex_PassedAndReturned_IsAStructOfTwoParts()
    {
        NativeStruct a = new(_types.TypeOf("double _Complex"));
        a.Set("real", 1.0);
        a.Set("imag", 2.0);
        NativeStruct product = Function("double _Complex times_complex(double _Complex a, _Complex b)").Call(a, a).ToStruct();
        NativeStruct small = new(_types.TypeOf("float _Complex"));
        small.Set("imag", 0.5f);
        NativeStruct conjugate = Function("float _Complex conjugate(float _Complex a)").Call(small).ToStruct();

        Assert.Equal((-3.0, 4.0), (product["real"].ToDouble(), product["imag"].ToDouble()));
        Assert.Equal((0f, -0.5f), (conjugate["real"].ToSingle(), conjugate["imag"].ToSingle()));
    }

    [Fact]
    public void WideInteger_PassedAndReturned_IsAStructOfTwoHalves()
    {
        NativeFunction sum = Function("__int128 sum_wide(__int128 a, int64_t b, __int128 c, int64_t d, unsigned __int128 e)");
        NativeStruct total = sum.Call(Wide("__int128", ulong.MaxValue, 0), 1, Wide("__int128", 5, -2), 7, Wide("unsigned __int128", 1, 10)).ToStruct();

        Assert.Equal((13UL, 9L), (total["low"].ToUInt64(), total["high"].ToInt64()));
        sum.Refused("e", Wide("__int128", 0, 0), 1, Wide("__int128", 0, 0), 1, 5);
    }

    [Fact]
    public void List_OfFurtherArguments_IsHandedOnByACallback()
    {
        NativeFunction sum = Function("int64_t sum_of_list(int32_t count, va_list rest)");
        NativeFunction with = Function("int64_t with_list(int64_t (*use)(int32_t count, va_list rest), int32_t count, ...)");
        NativeArgument use = NativeArgument.Callback((int count, ForeignPointer rest) => sum.Call(count, rest).ToInt64());

        Assert.Equal(28, with.Call(use, 7, 1L, 2L, 3L, 4L, 5L, 6L, 7L).ToInt64());
        sum.Refused("rest", 1, 5);
    }

    [Fact]
    public void LongDouble_PassedAndReturned_IsComputedByC()
    {
        Assert.Equal(0.05, Function("long double half(long double v)").Call(0.1).ToDouble());
        Assert.Equal(Function("double third(void)").Call().ToDouble(), Function("long double third_exactly(void)").Call().ToDouble());
    }

    [Theory]
    [InlineData("%d %s %.2f %ld", "-5 abc 1.50 -5")]
    [InlineData("no more", "no more")]
    public void Variadic_WithEveryPromotion_IsFormattedByC(string format, string expected)
    {
        NativeFunction print = Libc("int snprintf(char *to, size_t size, const char *format, ...)");
        byte[] text = new byte[64];
        int length = print.Call(text, 64, format, (short)-5, "abc", 1.5f, -5L).ToInt32();

        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(text, 0, length));
        Assert.Throws<ArgumentException>(() => print.Call(text, 64));
    }

    [Fact]
    public void Variadic_WithALongDouble_IsFormattedByC()
    {
        NativeFunction print = Libc("int snprintf(char *to, size_t size, const char *format, ...)");
        byte[] text = new byte[64];
        int length = print.Call(text, 64, "%Lg %d %Lg %g", NativeArgument.LongDouble(0.5), 7, NativeArgument.LongDouble(-1e300), 2.5).ToInt32();

        Assert.Equal("0.5 7 -1e+300 2.5", System.Text.Encoding.ASCII.GetString(text, 0, length));
        Assert.Equal(0.25, Function("long double half(long double v)").Call(NativeArgument.LongDouble(0.5)).ToDouble());
        Assert.Contains("0.5 (a long double)", Function("void move_point(point *p, double by)").Refused("by", Point(1, 2), NativeArgument.LongDouble(0.5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variadic_WithAnArray_PassesItsAddress()
    {
        NativeFunction print = Libc("int snprintf(char *to, size_t size, const char *format, ...)");
        NativeStruct word = new(_types.TypeOf("char[6]"));
        word.CopyFrom([.. "abcde"u8, 0]);
        byte[] text = new byte[64];
        int length = print.Call(text, 64, "<%s>", word).ToInt32();

        Assert.Equal("<abcde>", System.Text.Encoding.ASCII.GetString(text, 0, length));
    }

    [Fact]
    public void Variadic_WithAStructThatNoCallCarries_IsRefusedByName()
    {
        NativeFunction print = Libc("int snprintf(char *to, size_t size, const char *format, ...)");
        NativeStruct open = new(TypeScope.Parse("struct open { int n; double d[]; };").TypeOf("struct open"));

        string message = Assert.Throws<ArgumentException>(() => print.Call(new byte[8], 8, "", open)).Message;
        Assert.Contains("variadic 'snprintf'", message, StringComparison.Ordinal);
        Assert.Contains("'struct open'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("struct v { _Alignas(16) int64_t n; };", "struct v")]
    [InlineData("struct v { _Alignas(32) char c[16]; };", null)]
    [InlineData("struct v { _Alignas(16) int64_t n[3]; };", null)]
    [InlineData("struct v { long double d; };", null)]
    [InlineData("typedef __int128_t v;", null)]
    public void Variadic_GivenAnOverAlignedStruct_RefusesWhatCompilersReadWrongly(string definition, string? refused)
    {
        TypeScope types = TypeScope.Parse(definition);
        NativeFunction sum = Function("int64_t with_list(int64_t (*use)(int32_t count, va_list rest), int32_t count, ...)");
        NativeArgument value = new NativeStruct(types.TypeOf(definition.StartsWith("typedef", StringComparison.Ordinal) ? "v" : "struct v"));
        NativeArgument use = NativeArgument.Callback((int count, ForeignPointer rest) => (long)count);

        if (refused is null)
        {
            Assert.Equal(1, sum.Call(use, 1, 7L, value, 8L).ToInt64());
        }
        else
        {
            Assert.Contains($"'{refused}' is aligned to 16 bytes", Assert.Throws<ArgumentException>(() => sum.Call(use, 1, value)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("int32_t add_i32(int32_t a, int32_t b)")]
    [InlineData("int32_t add_i32(int32_t a, int32_t b, ...)")]
    public void Leaf_Called_AnswersTheSame(string prototype)
    {
        SymbolDeclaration declaration = CPrototype.Parse(prototype) with { IsLeaf = true };
        nint address = LoadedLibrary.Open("fixture", [FixtureLibrary.FullPath], [declaration]).AddressOf(declaration.Name);
        NativeFunction add = new(new CallPlan("fixture", declaration), address, FixtureCalls.Generation);

        Assert.Equal(5, add.Call(2, 3).ToInt32());
        Assert.Equal(-1, add.Call(2, -3).ToInt32());
        add.Refused("b", 1, 5_000_000_000);
    }

    [Theory]
    [InlineData("void f(struct v p)", "struct v { int n; double d[]; };", "a type that can be passed by value")]
    [InlineData("void f(struct v p)", "struct v { float f; int : 12; };", "a struct that all compilers pass alike")]
    [InlineData("void f(struct v p)", "struct v { char c[70000]; };", "structs by value of at most 65536 bytes together")]
    public void Struct_ThatNoCallCarries_IsRefusedByName(string prototype, string types, string expected)
    {
        SymbolDeclaration declaration = CPrototype.Parse(prototype, TypeScope.Parse(types));
        DeclarationException error = Assert.Throws<DeclarationException>(() => new CallPlan("fixture", declaration));

        Assert.Equal((expected, "f", "fixture"), (error.Expected, error.Symbol, error.Library));
    }

    private static NativeStruct Point(double x, double y)
    {
        NativeStruct point = new(_types.TypeOf("point"));
        point.Set("x", x);
        point.Set("y", y);
        return point;
    }

    private static NativeStruct Wide(string type, ulong low, long high)
    {
        NativeStruct wide = new(_types.TypeOf(type));
        wide.Set("low", low);
        wide.Set("high", high);
        return wide;
    }

    private static NativeFunction Function(string prototype) => Open(FixtureLibrary.FullPath, prototype);

    private static NativeFunction Libc(string prototype) => Open("libc.so.6", prototype);

    private static NativeFunction Open(string path, string prototype)
    {
        SymbolDeclaration declaration = CPrototype.Parse(prototype, _types);
        return new NativeFunction(new CallPlan("fixture", declaration), LoadedLibrary.Open("fixture", [path], [declaration]).AddressOf(declaration.Name), FixtureCalls.Generation);
    }
}
