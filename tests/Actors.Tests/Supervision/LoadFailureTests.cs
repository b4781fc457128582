namespace ActorFfi.Actors.Tests.Supervision;

public sealed class LoadFailureTests
{
    [Fact]
    public async Task A_library_that_cannot_be_loaded_fails_and_its_calls_say_why()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b
            .AddFixture()
            .AddLibrary("missing", lib => lib.Path("libno_such_library.so.9").Declare("int f(int x)")));
        LibraryRef missing = ffi["missing"];
        Assert.Equal(LibraryState.Failed, missing.State);
        LibraryUnavailableException e = await Assert.ThrowsAsync<LibraryUnavailableException>(async () => await missing["f"].CallAsync(1));
        Assert.IsType<LibraryLoadException>(e.InnerException);
        Assert.Throws<LibraryUnavailableException>(() => missing["f"].Invoke(1));
        Assert.Equal(3, (await ffi[FixtureLibrary.Name]["add_i32"].CallAsync(1, 2)).Value.ToInt32());
    }

    [Fact]
    public async Task All_missing_symbols_are_named_at_once()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.AddLibrary("lib", lib => lib
            .Path(FixtureLibrary.File)
            .Declare("int32_t add_i32(int32_t a, int32_t b)")
            .Declare("int first_missing(void)")
            .Declare("int second_missing(void)")));
        LibraryUnavailableException e = Assert.Throws<LibraryUnavailableException>(() => ffi["lib"]["add_i32"].Invoke(1, 2));
        MissingSymbolsException missing = Assert.IsType<MissingSymbolsException>(e.InnerException);
        Assert.Contains("first_missing", missing.Message, StringComparison.Ordinal);
        Assert.Contains("second_missing", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_optional_symbol_that_is_absent_is_null_and_the_rest_serves()
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b.AddLibrary("lib", lib => lib
            .Path(FixtureLibrary.File)
            .Declare("int32_t add_i32(int32_t a, int32_t b)")
            .Declare("int may_be_missing(void)", symbol => symbol.Optional())));
        Assert.Null(ffi["lib"]["may_be_missing"]);
        Assert.Equal(3, ffi["lib"]["add_i32"].Invoke(1, 2).ToInt32());
    }

    [Fact]
    public async Task Unknown_names_are_refused_with_a_hint()
    {
        await using FfiRuntime ffi = await FixtureLibrary.StartAsync();
        Assert.Contains("Did you mean 'fixture'?", Assert.Throws<UnknownNameException>(() => ffi["fixtur"]).Message, StringComparison.Ordinal);
        UnknownNameException e = Assert.Throws<UnknownNameException>(() => ffi[FixtureLibrary.Name]["ADD_I32"]);
        Assert.Equal("ADD_I32", e.Name);
    }
}
