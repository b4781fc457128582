using ActorFfi.Native.Tests.Memory;

namespace ActorFfi.Native.Tests.Calls;

public sealed class NativeArgumentFormTests
{
    private const string Door = "static int Call(params ReadOnlySpan<NativeArgument> arguments) => arguments.Length;";

    [Theory]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("(sbyte)1, (byte)1, (short)1, (ushort)1, 1, 1u, 1L, 1UL, (nint)1, (nuint)1")]
    [InlineData("1f, 1.0")]
    [InlineData("true")]
    [InlineData("\"text\"")]
    [InlineData("(string?)null")]
    [InlineData("new[] { \"a\", \"b\" }")]
    [InlineData("new string?[] { null }, 1")]
    [InlineData("buffer")]
    [InlineData("(OwnedBuffer?)null")]
    [InlineData("buffer[1..], buffer.Slice(0, 1)")]
    [InlineData("default(ForeignPointer)")]
    [InlineData("new byte[1]")]
    [InlineData("new ArraySegment<byte>(new byte[1]), new byte[1].AsMemory(), (ReadOnlyMemory<byte>)new byte[1]")]
    [InlineData("NativeArgument.Null")]
    [InlineData("(int)DayOfWeek.Monday, (byte)'c', (int)'c'")]
    [InlineData("0, buffer, 1 << 20")]
    [InlineData("")]
    public void Argument_OfAnAcceptedForm_Compiles(string arguments) =>
        Assert.Empty(SnippetCompiler.ErrorsOf("int", $"{Door} return Call({arguments});"));

    [Theory]
    [InlineData("CS0619", "'c'")]
    [InlineData("CS1503", "DayOfWeek.Monday")]
    [InlineData("CS1503", "1m")]
    [InlineData("CS1503", "(Half)1")]
    [InlineData("CS1503", "(Int128)1")]
    [InlineData("CS1503", "(int?)1")]
    [InlineData("CS1503", "new object()")]
    [InlineData("CS1503", "DateTime.Now")]
    [InlineData("CS1503", "new int[1]")]
    [InlineData("CS1503", "stackalloc byte[4]")]
    [InlineData("CS1503", "(ReadOnlySpan<byte>)new byte[1]")]
    public void Argument_OfAnotherForm_DoesNotCompile(string error, string argument) =>
        Assert.Contains(error, SnippetCompiler.ErrorsOf("int", $"{Door} return Call(1, {argument});"));

    [Theory]
    [InlineData("1, null")]
    [InlineData("null, 1")]
    public void Null_AsALiteralAmongArguments_DoesNotCompile(string arguments) =>
        Assert.NotEmpty(SnippetCompiler.ErrorsOf("int", $"{Door} return Call({arguments});"));

    [Fact]
    public void Default_AsALiteralAmongArguments_IsAnArgumentThatWasNeverSet()
    {
        Assert.Empty(SnippetCompiler.ErrorsOf("int", $"{Door} return Call(1, default);"));

        FixtureCalls.Function("int32_t add_i32(int32_t a, int32_t b)").Refused("b", 1, default(NativeArgument));
    }

    [Fact]
    public void DefaultOrNull_AsTheOnlyArgument_IsNoArgumentAndRefusedByCount()
    {
        NativeFunction echo = FixtureCalls.Function("int32_t echo_i32(int32_t v)");

        Assert.Contains("was given 0", Assert.Throws<ArgumentException>(() => echo.Call(default)).Message, StringComparison.Ordinal);
        Assert.Contains("was given 0", Assert.Throws<ArgumentException>(() => echo.Call(null)).Message, StringComparison.Ordinal);
    }
}
