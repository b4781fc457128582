namespace ActorFfi;

/// <summary>Memory of a buffer, which decides at each access whether it may be touched.</summary>
internal sealed class BufferStructMemory(OwnedBuffer buffer, long start) : StructMemory
{
    public override void Read(int offset, Span<byte> destination)
    {
        using ReadBorrow borrow = buffer.Borrow(start + offset, destination.Length);
        borrow.Span.CopyTo(destination);
    }

    public override void Write(int offset, ReadOnlySpan<byte> source)
    {
        using WriteBorrow borrow = buffer.BorrowMutable(start + offset, source.Length);
        source.CopyTo(borrow.Span);
    }

    public override NativeArgument AddressOf(int offset, int length) => buffer.Slice(start + offset, length);
}
