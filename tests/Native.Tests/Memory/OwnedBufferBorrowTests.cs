namespace ActorFfi.Native.Tests.Memory;

public sealed class OwnedBufferBorrowTests
{
    [Fact]
    public void Borrow_OfABuffer_ShowsItsBytes()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3, 4]);
        using ReadBorrow whole = buffer.Borrow();
        using ReadBorrow part = buffer.Borrow(1, 2);

        Assert.Equal([1, 2, 3, 4], whole.Span.ToArray());
        Assert.Equal([2, 3], part.Span.ToArray());
        Assert.Equal(BufferState.Borrowed, buffer.State);
    }

    [Fact]
    public void BorrowMutable_OfAPart_WritesThatPart()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        using (WriteBorrow part = buffer.BorrowMutable(1, 2))
        {
            part.Span.Fill(9);
        }

        Assert.Equal([0, 9, 9, 0], buffer.ToArray());
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(5, 0)]
    [InlineData(0, 5)]
    [InlineData(3, 2)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 1)]
    public void Part_OutsideTheBuffer_IsRefused(long offset, int length)
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4, "frame");

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Borrow(offset, length).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.BorrowMutable(offset, length).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(offset, length, bytes => bytes.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(offset, length, bytes => bytes.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(offset, length));
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Copy_OfAnEndedBorrow_EndsNothingElse()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        ReadBorrow first = buffer.Borrow();
        ReadBorrow copy = first;
        using ReadBorrow other = buffer.Borrow();
        first.Dispose();
        copy.Dispose();
        first.Dispose();

        Assert.Equal(BufferState.Borrowed, buffer.State);
        Assert.Equal(4, other.Span.Length);
    }

    [Fact]
    public void Copy_OfAnEndedBorrow_DoesNotEndTheOneThatFollowsInItsPlace()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        WriteBorrow first = buffer.BorrowMutable();
        WriteBorrow copy = first;
        first.Dispose();
        using WriteBorrow next = buffer.BorrowMutable();
        copy.Dispose();

        Assert.Equal(BufferState.Borrowed, buffer.State);
        Assert.Equal(4, next.Span.Length);
    }

    [Fact]
    public void Borrow_AfterItEnded_ShowsNothing()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4, "frame");

        ObjectDisposedException thrown = Assert.Throws<ObjectDisposedException>(() =>
        {
            ReadBorrow borrow = buffer.Borrow();
            ReadBorrow copy = borrow;
            borrow.Dispose();
            return copy.Span.Length;
        });
        Assert.Contains("'frame'", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => default(WriteBorrow).Span.Length);
    }

    [Fact]
    public void Borrows_ManyAtOnce_EndInAnyOrder()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        ReadBorrow a = buffer.Borrow();
        ReadBorrow b = buffer.Borrow();
        ReadBorrow c = buffer.Borrow();
        ReadBorrow d = buffer.Borrow();
        ReadBorrow e = buffer.Borrow();
        ReadBorrow f = buffer.Borrow();
        a.Dispose();
        f.Dispose();
        c.Dispose();
        ReadBorrow g = buffer.Borrow();
        b.Dispose();
        e.Dispose();
        d.Dispose();
        Assert.Equal(BufferState.Borrowed, buffer.State);
        g.Dispose();

        Assert.Equal(BufferState.Owned, buffer.State);
    }
}
