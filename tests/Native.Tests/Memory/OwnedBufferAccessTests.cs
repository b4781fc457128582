namespace ActorFfi.Native.Tests.Memory;

public sealed class OwnedBufferAccessTests
{
    [Fact]
    public void Callbacks_OfEveryForm_SeeTheBytes()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        int seen = 0;

        buffer.Write(bytes => bytes[0] = 1);
        buffer.Write(bytes => { bytes[1] = 2; });
        buffer.Write((byte)3, (bytes, value) => { bytes[2] = value; });
        Assert.Equal(4, buffer.Write((byte)4, (bytes, value) => bytes[3] = value));
        Assert.Equal([1, 2, 3, 4], buffer.ToArray());
        buffer.Write(1, 2, bytes => { bytes.Fill(7); });
        Assert.Equal(8, buffer.Write(3, 1, bytes => bytes[0] = 8));

        buffer.Read(bytes => { seen = bytes[3]; });
        Assert.Equal(8, seen);
        Assert.Equal(7, buffer.Read(bytes => bytes[2]));
        buffer.Read(10, (bytes, more) => { seen = bytes[0] + more; });
        Assert.Equal(11, seen);
        Assert.Equal(12, buffer.Read(11, (bytes, more) => bytes[0] + more));
        buffer.Read(1, 3, bytes => { seen = bytes.Length; });
        Assert.Equal(3, seen);
        Assert.Equal(8, buffer.Read(3, 1, bytes => bytes[0]));
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Callback_ThatThrows_EndsItsBorrow()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);

        Assert.Throws<FormatException>(() => buffer.Read(_ => throw new FormatException()));
        Assert.Throws<FormatException>(() => buffer.Write(_ => throw new FormatException()));

        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Callback_ThatDisposesTheBuffer_IsRefused()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);

        Assert.Throws<BufferBorrowedException>(() => buffer.Read(_ => buffer.Dispose()));

        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Callback_OfNull_IsRefused()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);

        Assert.Throws<ArgumentNullException>(() => buffer.Read(null!));
        Assert.Throws<ArgumentNullException>(() => buffer.Write(null!));
    }

    [Fact]
    public void Values_AnywhereInside_AreWrittenAndRead()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(9);
        buffer.Write(0x11223344);
        buffer.WriteAt(5, 0x55667788);

        Assert.Equal((0x11223344, 0x55667788), (buffer.Read<int>(), buffer.ReadAt<int>(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ReadAt<int>(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.WriteAt(6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ReadAt<byte>(-1));
    }

    [Fact]
    public void Copies_ThatDoNotFit_AreRefused()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4, "frame");
        byte[] long5 = new byte[5];

        Assert.Contains("'frame'", Assert.Throws<ArgumentException>(() => buffer.CopyTo(new byte[3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => buffer.CopyFrom(long5));
        buffer.CopyFrom([1, 2]);
        buffer.CopyTo(long5);
        Assert.Equal([1, 2, 0, 0, 0], long5);
    }
}
