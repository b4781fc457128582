using System.Text;

namespace ActorFfi.Native.Tests.Calls;

public sealed class TextTests
{
    private static readonly NativeFunction _length = FixtureCalls.Function("size_t length_of(const char *text)");
    private static readonly NativeFunction _greeting = FixtureCalls.Function("const char *greeting(void)");

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("Grüß Gott, \u65E5\u672C \U0001F600")]
    public void Text_PassedAndReturned_IsTheSame(string text)
    {
        NativeFunction duplicate = FixtureCalls.Function("char *duplicate(const char *text)", frees: "counted_free");

        Assert.Equal((ulong)Encoding.UTF8.GetByteCount(text), _length.Call(text).ToUInt64());
        Assert.Equal(text, duplicate.Call(text).ToText());
    }

    [Fact]
    public void Result_OfAConstantString_IsCopied() => Assert.Equal("Grüß Gott", _greeting.Call().ToText());

    [Fact]
    public void Result_ThatIsNull_IsNullText()
    {
        NativeValue none = FixtureCalls.Function("const char *no_text(void)").Call();

        Assert.Null(none.ToText());
        Assert.True(none.IsNull);
    }

    [Fact]
    public void Result_ThatIsNotUtf8_HasReplacementCharacters() =>
        Assert.Equal("a\uFFFDb", FixtureCalls.Function("const char *bytes_that_are_not_utf8(void)").Call().ToText());

    [Fact]
    public void Text_WithANul_IsRefused() =>
        Assert.Contains("NUL at index 3", _length.Refused("text", "abc\0def").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0xD83D, "")]
    [InlineData(0xDE00, "cd")]
    public void Text_WithAnUnpairedSurrogate_IsRefused(int surrogate, string rest) =>
        Assert.Contains("surrogate at index 2", _length.Refused("text", $"ab{(char)surrogate}{rest}").Message, StringComparison.Ordinal);

    [Fact]
    public void Text_RefusedOnce_LeavesTheNextCallAlone()
    {
        _length.Refused("text", "abc\0");

        Assert.Equal(2UL, _length.Call("ab").ToUInt64());
    }

    [Fact]
    public void Texts_InOneCall_KeepTheirPlaces()
    {
        NativeFunction all = FixtureCalls.Function("size_t length_of_all(const char *a, const char *b, const char *c)");

        Assert.Equal(30201UL, all.Call("abc", "ä", "x").ToUInt64());
        all.Refused("c", "abc", "de", "x\0");
    }

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData(20_000_000)]
    public void Text_OfGreatLength_IsPassedWhole(int length)
    {
        Assert.Equal((ulong)length * 2, _length.Call(new string('ß', length)).ToUInt64());
        Assert.Equal(1UL, _length.Call("a").ToUInt64());
    }

    [Fact]
    public void Text_ForAWritablePointer_IsRefused() =>
        FixtureCalls.Function("void *echo_pointer(char *v)").Refused("v", "text\0");

    [Fact]
    public void Text_InABuffer_NeedsANul()
    {
        using OwnedBuffer ended = OwnedBuffer.CopyOf("abc\0"u8);
        using OwnedBuffer open = OwnedBuffer.CopyOf("abc"u8);
        using OwnedBuffer empty = OwnedBuffer.Allocate(0);

        Assert.Equal(3UL, _length.Call(ended).ToUInt64());
        Assert.Equal(1UL, _length.Call(ended[2..]).ToUInt64());
        _length.Refused("text", open);
        _length.Refused("text", empty);
        _length.Refused("text", ended[..3]);
        _length.Refused("text", "abc"u8.ToArray());
        Assert.Equal(BufferState.Owned, open.State);
    }

    [Fact]
    public void Result_ThatIsFreed_IsFreedOnce()
    {
        NativeFunction count = FixtureCalls.Function("int64_t freed_count(void)");
        NativeFunction duplicate = FixtureCalls.Function("char *duplicate(const char *text)", frees: "counted_free");
        NativeFunction nothing = FixtureCalls.Function("char *null_or(const char *value, int32_t null)", frees: "counted_free");
        long before = count.Call().ToInt64();

        duplicate.Call("text");
        Assert.Equal(before + 1, count.Call().ToInt64());

        Assert.Null(nothing.Call("text", 1).ToText());
        Assert.Equal(before + 1, count.Call().ToInt64());
    }

    [Fact]
    public void Result_TooLongForAString_IsFreedOnceAllTheSame()
    {
        NativeFunction count = FixtureCalls.Function("int32_t huge_released_count(void)");
        NativeFunction huge = FixtureCalls.Function("char *huge_text(void)", frees: "release_huge_text");

        Assert.Throws<OutOfMemoryException>(() => huge.Call());

        Assert.Equal(1, count.Call().ToInt32());
    }
}
