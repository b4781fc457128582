using System.Text.Json.Nodes;

namespace ActorFfi.Native.Tests.Declarations;

public sealed class DenoShapeTests
{
    [Theory]
    [InlineData("""{}""", "() Void")]
    [InlineData("""{"parameters": [], "result": "void"}""", "() Void")]
    [InlineData("""{"parameters": ["u8", "i8", "u16", "i16", "u32", "i32"], "result": "bool"}""", "(U8 arg0, I8 arg1, U16 arg2, I16 arg3, U32 arg4, I32 arg5) Bool")]
    [InlineData("""{"parameters": ["u64", "i64", "usize", "isize", "f32", "f64"], "result": "f64"}""", "(U64 arg0, I64 arg1, U64 arg2, I64 arg3, F32 arg4, F64 arg5) F64")]
    [InlineData("""{"parameters": ["pointer", "buffer", "function"], "result": "pointer"}""", "(Pointer<Void> arg0, Pointer<U8> arg1, Pointer<Void> arg2) Pointer<Void>")]
    [InlineData("""{"parameters": ["cstring"], "result": "cstring"}""", "(const CString<I8> arg0) const CString<I8>")]
    [InlineData("""{"parameters": [{"name": "level", "type": "i32"}, "u8", {"type": "i8", "name": "x"}]}""", "(I32 level, U8 arg1, I8 x) Void")]
    [InlineData("""{"parameters": [{"buffer": {"length": "arg1"}}, "usize"]}""", "(Pointer<U8> arg0[#1 of 1], U64 arg1) Void")]
    [InlineData("""{"parameters": [{"buffer": {"length": "len", "const": true}}, {"name": "len", "type": "usize"}]}""", "(const Pointer<U8> arg0[#1 of 1], U64 len) Void")]
    [InlineData("""{"parameters": [{"buffer": {"const": "True"}}, {"buffer": {"const": "false"}}, {"buffer": {}}]}""", "(const Pointer<U8> arg0, Pointer<U8> arg1, Pointer<U8> arg2) Void")]
    [InlineData("""{"parameters": [{"buffer": {"length": 16}}, {"buffer": {"length": "16"}}]}""", "(Pointer<U8> arg0[16 of 1], Pointer<U8> arg1[16 of 1]) Void")]
    [InlineData("""{"parameters": [{"buffer": {"length": "arg1 * arg2 * 4", "type": "f32"}}, "u32", "u32"]}""", "(Pointer<F32> arg0[#1 * #2 * 4 of 4], U32 arg1, U32 arg2) Void")]
    [InlineData("""{"parameters": [{"buffer": {"length": "*arg1"}}, {"pointer": "u64"}]}""", "(Pointer<U8> arg0[*#1 of 1], Pointer<U64> arg1) Void")]
    [InlineData("""{"parameters": [{"pointer": {"type": "u64", "const": true}}, {"pointer": "void"}, {"pointer": "cstring"}]}""", "(const Pointer<U64> arg0, Pointer<Void> arg1, Pointer<const CString<I8>> arg2) Void")]
    [InlineData("""{"PARAMETERS": ["u8"], "Result": "u8"}""", "(U8 arg0) U8")]
    [InlineData("""{"parameters": ["uLong", "unsigned char", "const char *", "enum color"], "result": "uLong"}""", "(U64 arg0, U8 arg1, const CString<I8> arg2, U32 arg3) U64")]
    [InlineData("""{"parameters": [{"buffer": {"length": "SIZE * arg1"}}, "u8"]}""", "(Pointer<U8> arg0[32 * #1 of 1], U8 arg1) Void")]
    public void Shape_WithTypes_HasTheirRepresentation(string shape, string expected)
    {
        TypeScope types = TypeScope.Parse("typedef uint64_t uLong; enum color { RED, SIZE = 32 };");

        Assert.Equal(expected, Rendered.Signature(Parse(shape, types)));
    }

    [Theory]
    [InlineData("double cos(double x);", """{"parameters": [{"name": "x", "type": "f64"}], "result": "f64"}""")]
    [InlineData("void f(void);", """{}""")]
    [InlineData("uint32_t f(bool, int8_t, size_t, void *, const char *);", """{"parameters": ["bool", "i8", "usize", "pointer", "cstring"], "result": "u32"}""")]
    [InlineData(
        "uint64_t crc32(uint64_t crc, const unsigned char buf[len], unsigned int len);",
        """{"parameters": [{"name": "crc", "type": "u64"}, {"name": "buf", "type": {"buffer": {"length": "len", "const": true}}}, {"name": "len", "type": "u32"}], "result": "u64"}""")]
    [InlineData(
        "int compress2(unsigned char dest[*destLen], uint64_t *destLen, const unsigned char source[sourceLen], uint64_t sourceLen, int level);",
        """{"parameters": [{"name": "dest", "type": {"buffer": {"length": "*destLen"}}}, {"name": "destLen", "type": {"pointer": "u64"}}, {"name": "source", "type": {"buffer": {"length": "sourceLen", "const": true}}}, {"name": "sourceLen", "type": "u64"}, {"name": "level", "type": "i32"}], "result": "i32"}""")]
    [InlineData(
        "void scale(float px[width * height * 4], int32_t width, int32_t height);",
        """{"parameters": [{"name": "px", "type": {"buffer": {"length": "width * height * 4", "type": "f32"}}}, {"name": "width", "type": "i32"}, {"name": "height", "type": "i32"}]}""")]
    public void Function_InBothSpellings_HasOneSignature(string prototype, string shape)
    {
        Assert.Equal(Rendered.Signature(CPrototype.Parse(prototype)), Rendered.Signature(Parse(shape)));
    }

    [Fact]
    public void Shape_WithoutSettings_HasTheDefaults()
    {
        SymbolDeclaration declaration = Parse("{}");

        Assert.Equal(("f", "f", false, null, false), (declaration.Name, declaration.NativeName, declaration.IsOptional, declaration.Nonblocking, declaration.CapturesErrno));
    }

    [Theory]
    [InlineData("""{"name": "exported", "nonblocking": true, "optional": true, "errno": true}""")]
    [InlineData("""{"Name": "exported", "Nonblocking": "True", "Optional": "true", "Errno": "TRUE"}""")]
    public void Shape_WithSettings_CarriesThem(string shape)
    {
        SymbolDeclaration declaration = Parse(shape);

        Assert.Equal(("f", "exported", true, true, true), (declaration.Name, declaration.NativeName, declaration.IsOptional, declaration.Nonblocking, declaration.CapturesErrno));
        Assert.False(Parse("""{"nonblocking": false}""").Nonblocking);
    }

    private static SymbolDeclaration Parse(string shape, TypeScope? types = null) => DenoShape.Parse("f", JsonNode.Parse(shape)!.AsObject(), types);
}
