namespace ActorFfi.Actors.Tests.Calls;

public sealed class TextArrayTests
{
    [Fact]
    public async Task Strings_OfANonblockingCall_StayUntilItEnds()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(library => library
            .Declare("size_t joined_length(const char *const texts[count], size_t count);")
            .Declare("int32_t split(const char *text, const char **rest, int32_t *words);"));
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => new string('x', i))];

        Task<NativeReply>[] calls = [.. Enumerable.Range(0, 100).Select(_ => ffi["fixture"]["joined_length"].CallAsync(texts, texts.Length).AsTask())];
        GC.Collect();

        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(texts.Sum(text => text.Length), reply.Value.ToInt32()));
    }

    [Fact]
    public async Task OutParameters_OfBothDoors_AreFilled()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync(library => library
            .Declare("int32_t split(const uint8_t *text, const char **rest, int32_t *words);"));
        using OwnedBuffer text = OwnedBuffer.CopyOf("one two three\0"u8);
        using OwnedBuffer rest = OwnedBuffer.Allocate(IntPtr.Size);
        using OwnedBuffer words = OwnedBuffer.Of(0);

        Assert.Equal(3, ffi["fixture"]["split"].Invoke(text, rest, words).ToInt32());
        Assert.Equal((3, "two three"), (words.ReadAt<int>(0), ffi["fixture"].ReadPointer(rest).View().ReadCString()));
        words.WriteAt(0, 0);
        Assert.Equal(3, (await ffi["fixture"]["split"].CallAsync(text, rest, words)).Value.ToInt32());
        Assert.Equal(3, words.ReadAt<int>(0));
        Assert.Equal(3, ffi["fixture"]["split"].Invoke(text, NativeArgument.Null, NativeArgument.Null).ToInt32());
    }
}
