namespace ActorFfi.Native.Tests.Calls;

public sealed class TextArrayTests
{
    private const string Joined = "size_t joined_length(const char *const texts[count], size_t count)";

    [Theory]
    [InlineData(Joined)]
    [InlineData("size_t joined_length(const char **texts, size_t count)")]
    [InlineData("size_t joined_length(char *const texts[], size_t count)")]
    [InlineData("size_t joined_length(const char *const *texts, size_t count)")]
    public void Strings_OfAnArray_AreSeenByC(string prototype)
    {
        NativeFunction joined = FixtureCalls.Function(prototype);
        string?[] texts = ["one", "", "größer", null, "x"];

        Assert.Equal(12, joined.Call(texts, 5).ToInt32());
        Assert.Equal(3, joined.Call(texts, 1).ToInt32());
        Assert.Equal(0, joined.Call(Array.Empty<string>(), 0).ToInt32());
    }

    [Fact]
    public void Strings_OfAnArray_EndWithANullPointer() =>
        Assert.Equal(2, FixtureCalls.Function("int32_t count_texts(const char *const *texts)").Call(new[] { "a", "b" }).ToInt32());

    [Fact]
    public void Strings_FewerThanTheDeclaredExtent_AreRefused()
    {
        ArgumentException error = FixtureCalls.Function(Joined).Refused("texts", new[] { "a", "b" }, 3);

        Assert.Contains("at least 24 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("void *echo_pointer(void *v)", "v")]
    [InlineData("void *echo_pointer(char **v)", "v")]
    [InlineData("size_t length_of(const char *text)", "text")]
    [InlineData("int32_t echo_i32(int32_t v)", "v")]
    public void Strings_ForAnotherParameter_AreRefused(string prototype, string parameter)
    {
        ArgumentException error = FixtureCalls.Function(prototype).Refused(parameter, (NativeArgument)new[] { "a" });

        Assert.Contains("an array of 1 string", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strings_WithoutAForm_AreRefused()
    {
        NativeFunction joined = FixtureCalls.Function(Joined);

        Assert.Contains("NUL at index 1", joined.Refused("texts", new[] { "a", "b\0c" }, 2).Message, StringComparison.Ordinal);
        Assert.Contains("surrogate", joined.Refused("texts", new[] { "\uD800" }, 1).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pointer_ToAnything_TakesBufferPointerAndNull()
    {
        NativeFunction echo = FixtureCalls.Function("void *echo_pointer(void *v)");
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8);
        ForeignPointer pointer = echo.Call(buffer).ToPointer();

        Assert.Equal(buffer.Address, pointer.Address);
        Assert.Equal(pointer, echo.Call(pointer).ToPointer());
        Assert.Equal(buffer.Address + 3, echo.Call(buffer[3..]).ToPointer().Address);
        Assert.True(echo.Call(NativeArgument.Null).IsNull);
    }

    [Fact]
    public void OutParameters_OfAFunction_AreFilled()
    {
        NativeFunction split = FixtureCalls.Function("int32_t split(const char *text, const char **rest, int32_t *words)");
        byte[] words = new byte[4];
        byte[] rest = new byte[8];

        Assert.Equal(2, split.Call("one two", rest, words).ToInt32());
        Assert.Equal(2, BitConverter.ToInt32(words));
        Assert.NotEqual(new byte[8], rest);
        Assert.Equal(2, split.Call("one two", NativeArgument.Null, NativeArgument.Null).ToInt32());
        FixtureCalls.Function("int32_t split(const char *text, const char *rest[1], int32_t words[1])").Refused("words", "one two", rest, new byte[3]);
    }
}
