namespace ActorFfi.Native.Tests.Calls;

/// <summary>What tells calls apart whose guests died, and what is said of their arguments.</summary>
public sealed class CallFingerprintTests
{
    private const string Sum = "uint64_t sum_bytes(const uint8_t data[length], size_t length)";
    private const string Fill = "void fill_bytes(uint8_t data[length], size_t length, uint8_t value)";
    private const string Length = "size_t length_of(const char *text)";

    [Fact]
    public void Numbers_CountByValue()
    {
        const string Add = "int32_t add_i32(int32_t a, int32_t b)";

        Assert.Equal(Of(Add, 1, 2), Of(Add, 1, 2));
        Assert.NotEqual(Of(Add, 1, 2), Of(Add, 2, 1));
    }

    [Fact]
    public void Texts_CountByTheirCharacters()
    {
        Assert.Equal(Of(Length, "one"), Of(Length, string.Concat("o", "ne")));
        Assert.NotEqual(Of(Length, "one"), Of(Length, "two"));
        Assert.NotEqual(Of(Length, "one"), Of(Length, NativeArgument.Null));
    }

    [Fact]
    public void Memory_ThatIsOnlyRead_CountsByItsContents()
    {
        Assert.Equal(Of(Sum, new byte[] { 1, 2, 3 }, 3), Of(Sum, new byte[] { 1, 2, 3 }, 3));
        Assert.NotEqual(Of(Sum, new byte[] { 1, 2, 3 }, 3), Of(Sum, new byte[] { 1, 2, 4 }, 3));
        Assert.NotEqual(Of(Sum, new byte[] { 1, 2, 3 }, 2), Of(Sum, new byte[] { 1, 2, 3, 0 }, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(199_999)]
    public void Memory_ThatIsLarge_CountsByItsEnds(int changed)
    {
        byte[] other = new byte[200_000];
        other[changed] = 1;

        Assert.NotEqual(Of(Sum, new byte[200_000], 200_000), Of(Sum, other, 200_000));
    }

    [Fact]
    public void Memory_ThatMayBeWritten_CountsByItsLength()
    {
        Assert.Equal(Of(Fill, new byte[] { 1, 2 }, 2, 7), Of(Fill, new byte[] { 3, 4 }, 2, 7));
        Assert.NotEqual(Of(Fill, new byte[] { 1, 2 }, 2, 7), Of(Fill, new byte[] { 1, 2, 3 }, 2, 7));
    }

    [Fact]
    public void Summary_OfNumbersMemoryAndTexts_HasNoContentsOfMemory()
    {
        Assert.Equal("data: 2,000 bytes, length: 3, value: 255", SummaryOf(Fill, new byte[2000], 3, 255));
        Assert.Equal("text: \"Grüß Gott\"", SummaryOf(Length, "Grüß Gott"));
        Assert.Equal($"text: \"{new string('a', 32)}…\" (2,000 characters)", SummaryOf(Length, new string('a', 2000)));
        Assert.Equal("text: null", SummaryOf(Length, NativeArgument.Null));
        Assert.Equal("arg0: 1.5, arg1: -2, arg2: true, arg3: 18446744073709551615", SummaryOf("void f(double, int, bool, uint64_t)", 1.5, -2, true, ulong.MaxValue));
    }

    [Fact]
    public void Summary_OfAPointer_HasNoAddress() =>
        Assert.Equal("data: a pointer, length: 1", SummaryOf(Sum.Replace("[length]", "[]", StringComparison.Ordinal), new ForeignPointer(4096, FixtureCalls.Generation), 1));

    private static UInt128 Of(string prototype, params ReadOnlySpan<NativeArgument> arguments) => Bound(prototype, arguments, CallFingerprint.Of);

    private static string SummaryOf(string prototype, params ReadOnlySpan<NativeArgument> arguments) => Bound(prototype, arguments, CallSummary.Of);

    private static T Bound<T>(string prototype, ReadOnlySpan<NativeArgument> arguments, Func<CallArguments, T> look)
    {
        CallArguments bound = new();
        bound.Bind(new CallPlan("fixture", CPrototype.Parse(prototype)), arguments, holder: null);
        try
        {
            return look(bound);
        }
        finally
        {
            bound.Release();
        }
    }
}
