namespace ActorFfi.Native.Tests.Memory;

public sealed class BufferRefusalTests
{
    [Theory]
    [InlineData(BufferState.Borrowed, typeof(BufferBorrowedException), "End the borrow first.")]
    [InlineData(BufferState.InFlight, typeof(BufferDetachedException), "Await the call first.")]
    [InlineData(BufferState.Lent, typeof(BufferDetachedException), "Release or reclaim it first.")]
    [InlineData(BufferState.Torn, typeof(BufferTornException), "Recover it")]
    [InlineData(BufferState.Abandoned, typeof(BufferAbandonedException), "Allocate another buffer")]
    [InlineData(BufferState.Moved, typeof(BufferMovedException), "Use the handle that Move returned.")]
    [InlineData(BufferState.Transferred, typeof(BufferMovedException), "Use the owner that Transfer returned.")]
    public void Refusal_InAState_SaysWhatWhyAndWhatNext(BufferState state, Type type, string advice)
    {
        Exception refusal = BufferRefusal.Create("frame", 8, state, BufferEvent.Move, new NamedCall());

        Assert.IsType(type, refusal);
        Assert.Equal(("frame", state), (((BufferStateException)refusal).BufferName, ((BufferStateException)refusal).State));
        Assert.StartsWith("Buffer 'frame' ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be moved", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_OfADisposedBuffer_IsObjectDisposed() =>
        Assert.IsType<ObjectDisposedException>(BufferRefusal.Create(null, 8, BufferState.Disposed, BufferEvent.BeginRead, null));

    [Fact]
    public void Refusal_WithoutAName_SaysTheLength() =>
        Assert.StartsWith(
            "A buffer of 1,024 bytes is borrowed and cannot be disposed.",
            BufferRefusal.Create(null, 1024, BufferState.Borrowed, BufferEvent.Dispose, null).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Refusal_OfEachEvent_HasWordsOfItsOwn()
    {
        // Read and write ends share theirs; every other event is worded differently.
        string[] messages = [.. Enum.GetValues<BufferEvent>().Select(
            happening => BufferRefusal.Create("frame", 8, BufferState.Torn, happening, null).Message)];

        Assert.Equal(messages.Length - 1, messages.Distinct().Count());
    }
}
