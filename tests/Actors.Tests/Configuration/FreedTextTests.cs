namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>Text results that native code wants released.</summary>
public sealed class FreedTextTests
{
    [Theory]
    [InlineData("char *duplicate(const char *text)")]
    [InlineData("const char *duplicate(const char *text)")]
    public async Task Result_WithFrees_IsCopiedAndReleased(string prototype)
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.AddLibrary("fixture", lib => lib
            .Path(Fixture.Path)
            .Declare(prototype, symbol => symbol.Frees("counted_free").Fails("result == null"))
            .Declare("int64_t freed_count(void)")));
        long before = ffi["fixture"]["freed_count"].Invoke().ToInt64();

        Assert.Equal("text", ffi["fixture"]["duplicate"].Invoke("text").ToText());

        Assert.Equal(before + 1, ffi["fixture"]["freed_count"].Invoke().ToInt64());
    }

    [Fact]
    public async Task Result_ThatIsNull_IsNotReleased()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.AddLibrary("fixture", lib => lib
            .Path(Fixture.Path)
            .Declare("const char *no_text(void)", symbol => symbol.Frees("counted_free"))
            .Declare("int64_t freed_count(void)")));
        long before = ffi["fixture"]["freed_count"].Invoke().ToInt64();

        Assert.Null(ffi["fixture"]["no_text"].Invoke().ToText());

        Assert.Equal(before, ffi["fixture"]["freed_count"].Invoke().ToInt64());
    }
}
