using System.Text.Json.Nodes;

namespace ActorFfi.Native.Tests.Declarations;

public sealed class DenoShapeErrorTests
{
    [Theory]
    [InlineData("""{"paramters": []}""", "paramters", "one of the properties parameters, result, nonblocking, name, optional, errno", "paramters")]
    [InlineData("""{"result": "u8", "Result": "u8"}""", "Result", "a property once", "Result")]
    [InlineData("""{"parameters": "u8"}""", "parameters", "an array of types", "u8")]
    [InlineData("""{"parameters": {"0": "u8"}}""", "parameters", "an array of types", "{…}")]
    [InlineData("""{"parameters": null}""", "parameters", "an array of types", "null")]
    [InlineData("""{"parameters": ["u8", "u7"]}""", "parameters[1]", "a type", "u7")]
    [InlineData("""{"parameters": [8]}""", "parameters[0]", "a type", "8")]
    [InlineData("""{"parameters": [null]}""", "parameters[0]", "a type", "null")]
    [InlineData("""{"parameters": [["u8"]]}""", "parameters[0]", "a type", "[…]")]
    [InlineData("""{"parameters": [{}]}""", "parameters[0]", "a type", "{…}")]
    [InlineData("""{"parameters": [{"bufer": {}}]}""", "parameters[0]", "a type", "{…}")]
    [InlineData("""{"parameters": [{"buffer": {}, "const": true}]}""", "parameters[0]", "a type", "{…}")]
    [InlineData("""{"parameters": [{"buffer": "u8"}]}""", "parameters[0]", "a type", "{…}")]
    [InlineData("""{"parameters": ["void"]}""", "parameters[0]", "a parameter with a value", "void")]
    [InlineData("""{"parameters": [{"name": "a"}]}""", "parameters[0]", "an object with 'type'", "{…}")]
    [InlineData("""{"parameters": [{"name": "", "type": "u8"}]}""", "parameters[0].name", "a name", "")]
    [InlineData("""{"parameters": [{"name": 5, "type": "u8"}]}""", "parameters[0].name", "a name", "5")]
    [InlineData("""{"parameters": [{"name": "a", "type": "u8", "kind": 1}]}""", "parameters[0].kind", "one of the properties name, type", "kind")]
    [InlineData("""{"parameters": [{"name": "a", "type": "u8"}, {"name": "a", "type": "u8"}]}""", "parameters[1].name", "a name that no other parameter has", "a")]
    [InlineData("""{"parameters": [{"name": "arg1", "type": "u8"}, "u16"]}""", "parameters[1]", "a name that no other parameter has", "u16")]
    [InlineData("""{"parameters": [{"buffer": {"len": "n"}}]}""", "parameters[0].buffer.len", "one of the properties type, const, length", "len")]
    [InlineData("""{"parameters": [{"buffer": {"const": "yes"}}]}""", "parameters[0].buffer.const", "true or false", "yes")]
    [InlineData("""{"parameters": [{"buffer": {"length": true}}]}""", "parameters[0].buffer.length", "a number of elements, the name of a parameter, or an expression of these", "true")]
    [InlineData("""{"parameters": [{"pointer": {"type": "u8", "length": 5}}]}""", "parameters[0].pointer.length", "one of the properties type, const", "length")]
    [InlineData("""{"parameters": [{"struct": []}]}""", "parameters[0].struct", "an array of at least one type", "[…]")]
    [InlineData("""{"parameters": [{"struct": "u8"}]}""", "parameters[0].struct", "an array of at least one type", "u8")]
    [InlineData("""{"parameters": [{"struct": ["u8", "void"]}]}""", "parameters[0].struct[1]", "a member with a size", "void")]
    [InlineData("""{"parameters": [{"struct": [{"name": "a", "type": "u8"}, {"name": "a", "type": "u8"}]}]}""", "parameters[0].struct[1]", "a name that no other member has", "{…}")]
    [InlineData("""{"result": {"function": "u8"}}""", "result.function", "an object with 'parameters' and 'result'", "u8")]
    [InlineData("""{"result": {"function": {"results": "u8"}}}""", "result.function.results", "one of the properties parameters, result", "results")]
    [InlineData("""{"result": {"buffer": {"length": 5}}}""", "result", "the type of a result", "{…}")]
    [InlineData("""{"type": "void"}""", "type", "a type with a size", "void")]
    [InlineData("""{"type": "u8", "result": "u8"}""", "result", "one of the properties type, name, optional, const", "result")]
    [InlineData("""{"nonblocking": 1}""", "nonblocking", "true or false", "1")]
    [InlineData("""{"optional": null}""", "optional", "true or false", "null")]
    [InlineData("""{"errno": "ja"}""", "errno", "true or false", "ja")]
    [InlineData("""{"name": ""}""", "name", "a name", "")]
    [InlineData("""{"name": "a\u0000b"}""", "name", "a name", "a\0b")]
    public void Shape_ThatIsWrong_SaysWhereAndWhatWasExpected(string shape, string path, string expected, string found)
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => Parse(shape));

        Assert.Equal((path, expected, found), (error.Path, error.Expected, error.Text));
        Assert.Equal(("f", 0, 0), (error.Symbol, error.Line, error.Column));
    }

    [Theory]
    [InlineData("""{"parameters": [{"buffer": {"length": "arg2"}}, "u8"]}""", "parameters[0].buffer.length", 1, "the name of a parameter", "arg2")]
    [InlineData("""{"parameters": [{"buffer": {"length": "4 * arg1"}}, "f32"]}""", "parameters[0].buffer.length", 5, "a parameter that is an integer", "arg1")]
    [InlineData("""{"parameters": [{"buffer": {"length": "*arg1"}}, "pointer"]}""", "parameters[0].buffer.length", 2, "another parameter that points to an integer", "arg1")]
    [InlineData("""{"parameters": [{"buffer": {"length": "4 4"}}]}""", "parameters[0].buffer.length", 3, "the end of the text", "4")]
    [InlineData("""{"parameters": [{"buffer": {"length": 0}}]}""", "parameters[0].buffer.length", 1, "a number of elements from 1 to 9223372036854775807", "0")]
    [InlineData("""{"parameters": [{"buffer": {"length": 1.5}}]}""", "parameters[0].buffer.length", 2, "the end of the text", ".")]
    [InlineData("""{"parameters": ["const unsinged *"]}""", "parameters[0]", 7, "a type", "unsinged")]
    [InlineData("""{"result": "unsigned long x"}""", "result", 15, "a type without a name", "x")]
    [InlineData("""{"result": "int (*)(itn)"}""", "result", 9, "a type", "itn")]
    public void Text_InAShapeThatIsWrong_HasItsColumnToo(string shape, string path, int column, string expected, string found)
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => Parse(shape));

        Assert.Equal((path, 1, column, expected, found), (error.Path, error.Line, error.Column, error.Expected, error.Text));
    }

    [Fact]
    public void Message_OfAWrongShape_NamesThePathAndASuggestion()
    {
        DeclarationException error = Assert.Throws<DeclarationException>(() => Parse("""{"parameters": ["u8", "bufer"]}"""));

        Assert.Equal("Declaration of 'f' of library 'zlib' is wrong in 'parameters[1]': expected a type but found 'bufer'. Did you mean 'buffer'?", error.WithContext("zlib", null).Message);
    }

    [Fact]
    public void Shape_WithAPropertyTwice_IsRefused()
    {
        Assert.Throws<DeclarationException>(() => Parse("""{"result": "u8", "result": "u8"}"""));
        Assert.Throws<DeclarationException>(() => Parse("""{"parameters": [{"name": "a", "name": "b"}]}"""));
    }

    [Fact]
    public void Shape_NestedTooDeep_IsRefused()
    {
        JsonNode type = "u8";
        for (int i = 0; i < 20_000; i++)
        {
            type = new JsonObject { ["pointer"] = type };
        }

        Assert.Throws<DeclarationException>(() => DenoShape.Parse("f", new JsonObject { ["result"] = type }));
    }

    private static SymbolDeclaration Parse(string shape) => DenoShape.Parse("f", JsonNode.Parse(shape)!.AsObject());
}
