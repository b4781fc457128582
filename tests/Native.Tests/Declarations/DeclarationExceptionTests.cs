namespace ActorFfi.Native.Tests.Declarations;

public sealed class DeclarationExceptionTests
{
    [Fact]
    public void Message_OfAWrongParameter_NamesSymbolPlaceAndSuggestion()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse("int crc32(int crc, const bufe b);", TypeScope.Parse("typedef int buf;")));

        Assert.Equal("Declaration of 'crc32' is wrong at line 1, column 26: expected a type but found 'bufe'. Did you mean 'buf'?", error.Message);
    }

    [Fact]
    public void Context_GivenByTheLayerAbove_StandsInTheMessage()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse("int crc32(const char b[n])"));

        DeclarationException named = error.WithContext("zlib", "checksum");

        Assert.Equal(("zlib", "checksum", "b"), (named.Library, named.Symbol, named.Parameter));
        Assert.Equal(
            "Declaration of 'checksum' of library 'zlib' is wrong at line 1, column 24 (parameter 'b'): expected the name of a parameter but found 'n'.",
            named.Message);
        Assert.Equal((error.Line, error.Column, error.Expected, error.Text), (named.Line, named.Column, named.Expected, named.Text));
    }

    [Fact]
    public void Context_ThatIsNull_KeepsWhatIsKnown()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse("int crc32(int a, bfu b)"));

        Assert.Equal(("zlib", "crc32"), (error.WithContext("zlib", null).Library, error.WithContext("zlib", null).Symbol));
    }

    [Fact]
    public void Message_OfAMissingRest_SaysThatTheTextEnds()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse("int f(int a"));

        Assert.Equal("Declaration of 'f' is wrong at line 1, column 12: expected ',' or ')' but found the end of the text.", error.Message);
    }

    [Fact]
    public void Message_OfStrangeText_ShowsItShortAndWithoutControlCharacters()
    {
        string comment = "/*\n\0" + new string('x', 1000);

        DeclarationException error = Assert.Throws<DeclarationException>(() => CPrototype.Parse(comment));

        Assert.Contains("found '/*\\u000a\\u0000xxx", error.Message);
        Assert.True(error.Message.Length < 200, error.Message);
        Assert.Equal(comment, error.Text);
    }
}
