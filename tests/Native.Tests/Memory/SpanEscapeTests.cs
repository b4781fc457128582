namespace ActorFfi.Native.Tests.Memory;

public sealed class SpanEscapeTests
{
    [Theory]
    [InlineData("int", "using ReadBorrow borrow = buffer.Borrow(); return borrow.Span.Length;")]
    [InlineData("int", "using WriteBorrow borrow = buffer.BorrowMutable(); Span<byte> span = borrow.Span; span[0] = 1; return span.Length;")]
    [InlineData("int", "return buffer.Read(bytes => bytes.Length);")]
    [InlineData("void", "buffer.Read(bytes => { _kept = bytes.ToArray(); });")]
    [InlineData("void", "Span<byte> source = stackalloc byte[4]; buffer.Write((ReadOnlySpan<byte>)source, (bytes, from) => from.CopyTo(bytes));")]
    [InlineData("int", "ReadBorrow copy = default; { using ReadBorrow borrow = buffer.Borrow(); copy = borrow; } return copy.Span.Length;")]
    public void Span_UsedInsideItsScope_Compiles(string resultType, string body) =>
        Assert.Empty(SnippetCompiler.ErrorsOf(resultType, body));

    [Theory]
    [InlineData("CS8168", "ReadOnlySpan<byte>", "using ReadBorrow borrow = buffer.Borrow(); return borrow.Span;")]
    [InlineData("CS8168", "Span<byte>", "using WriteBorrow borrow = buffer.BorrowMutable(); return borrow.Span;")]
    [InlineData("CS8168", "int", "ReadOnlySpan<byte> span; { using ReadBorrow borrow = buffer.Borrow(); span = borrow.Span; } return span.Length;")]
    [InlineData("CS8352", "int", "scoped ReadOnlySpan<byte> span; { using ReadBorrow borrow = buffer.Borrow(); span = borrow.Span; } return span.Length;")]
    [InlineData("CS8352", "int", "scoped Span<byte> span; using (WriteBorrow borrow = buffer.BorrowMutable()) { span = borrow.Span; } return span.Length;")]
    [InlineData("CS8156", "ReadOnlySpan<byte>", "return buffer.Borrow().Span;")]
    [InlineData("CS9244", "int", "return buffer.Read<ReadOnlySpan<byte>>(bytes => bytes).Length;")]
    [InlineData("CS8175", "void", "ReadOnlySpan<byte> kept = default; buffer.Read(bytes => { kept = bytes; });")]
    [InlineData("CS4012", "Task", "return buffer.Read(async bytes => { await Task.Yield(); });")]
    [InlineData("CS4007", "async Task<int>", "using ReadBorrow borrow = buffer.Borrow(); await Task.Yield(); return borrow.Span.Length;")]
    [InlineData("CS0029", "void", "object boxed = buffer.Borrow();")]
    [InlineData("CS9244", "void", "System.Collections.Generic.List<ReadBorrow> borrows = [];")]
    public void Span_KeptBeyondItsScope_DoesNotCompile(string error, string resultType, string body) =>
        Assert.Contains(error, SnippetCompiler.ErrorsOf(resultType, body));
}
