using ActorFfi.Native.Tests.Calls;

namespace ActorFfi.Native.Tests.Pointers;

public sealed class ForeignPointerViewAccessTests : IDisposable
{
    private const int Length = 64;

    private readonly LibraryGeneration _generation = new("zlib", 1);
    private readonly OwnedBuffer _memory = OwnedBuffer.Allocate(Length);

    private ForeignPointerView View => new ForeignPointer(_memory.Address, _generation).View(Length);

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Numbers_AtAnyOffset_AreReadAsWritten(long offset)
    {
        ForeignPointerView view = View;
        Check(view, offset, byte.MaxValue, view.WriteByte, view.ReadByte);
        Check(view, offset, sbyte.MinValue, view.WriteSByte, view.ReadSByte);
        Check(view, offset, short.MinValue, view.WriteInt16, view.ReadInt16);
        Check(view, offset, ushort.MaxValue, view.WriteUInt16, view.ReadUInt16);
        Check(view, offset, int.MinValue, view.WriteInt32, view.ReadInt32);
        Check(view, offset, uint.MaxValue, view.WriteUInt32, view.ReadUInt32);
        Check(view, offset, long.MinValue, view.WriteInt64, view.ReadInt64);
        Check(view, offset, ulong.MaxValue, view.WriteUInt64, view.ReadUInt64);
        Check(view, offset, nint.MinValue, view.WriteNInt, view.ReadNInt);
        Check(view, offset, nuint.MaxValue, view.WriteNUInt, view.ReadNUInt);
        Check(view, offset, 1.25f, view.WriteSingle, view.ReadSingle);
        Check(view, offset, double.Epsilon, view.WriteDouble, view.ReadDouble);
        Check(view, offset, true, view.WriteBoolean, view.ReadBoolean);
    }

    [Fact]
    public void Numbers_InMemory_LieInTheOrderOfTheMachine()
    {
        View.WriteUInt32(1, 0x04030201);

        Assert.Equal([0, 1, 2, 3, 4, 0], View.ToArray(6));
        View.WriteByte(0, 200);
        Assert.True(View.ReadBoolean());
    }

    [Fact]
    public void Access_PastTheExtent_IsRefused()
    {
        Assert.Equal(0ul, View.ReadUInt64(Length - 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.ReadUInt64(Length - 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.WriteUInt64(Length - 7, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.ReadInt16(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.WriteInt16(long.MaxValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.WriteBytes(Length - 1, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.ReadPointer(Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.ReadFunction("void (*)(void)", Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.CopyTo(Length - 1, _memory, 0, 2));
        Assert.All(View.ToArray(Length), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Slice_OfAView_StartsThereAndShrinksTheBounds()
    {
        View.WriteInt32(8, 77);

        ForeignPointerView slice = View.Slice(8, 4);
        Assert.Equal(77, slice.ReadInt32());
        Assert.Equal((4L, 56L, null), (slice.Extent, View.Slice(8).Extent, new ForeignPointer(_memory.Address, _generation).View().Slice(8).Extent));
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.ReadInt32(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Slice(1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.Slice(Length + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.Slice(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => View.Slice(0, -1));
        Assert.Equal(0, View.Slice(Length).Extent);
        Assert.Equal(4, new ForeignPointer(_memory.Address, _generation).View().Slice(8, 4).Extent);
    }

    [Fact]
    public void View_ThatIsReadOnly_RefusesWrites()
    {
        ForeignPointerView view = View.AsReadOnly();

        Assert.True(view.IsReadOnly && view.Slice(1).IsReadOnly && !View.IsReadOnly);
        Assert.Equal(0, view.ReadByte());
        Assert.Throws<InvalidOperationException>(() => view.WriteByte(0, 1));
        Assert.Throws<InvalidOperationException>(() => view.WriteBytes(0, [1]));
        Assert.Throws<InvalidOperationException>(() => view.Slice(1).WritePointer(0, default));
    }

    [Fact]
    public void Bytes_BetweenViewAndBuffer_AreCopied()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3, 4]);
        View.CopyFrom(10, buffer, 1, 3);
        Assert.Equal([0, 2, 3, 4, 0], View.Slice(9).ToArray(5));

        View.WriteBytes(0, [9, 8]);
        View.CopyTo(0, buffer, 2, 2);
        Assert.Equal([1, 2, 9, 8], buffer.Read(bytes => bytes.ToArray()));
        using (buffer.Borrow())
        {
            Assert.Throws<BufferBorrowedException>(() => View.CopyTo(0, buffer, 0, 1));
        }
    }

    [Fact]
    public void Pointer_BehindAPointer_BelongsToTheSameLibrary()
    {
        ForeignPointer self = new(_memory.Address, _generation);
        View.WritePointer(16, self);

        Assert.Equal(self, View.ReadPointer(16));
        Assert.True(View.ReadPointer(24).IsNull);
        Assert.Throws<NullForeignPointerException>(() => View.ReadPointer(24).View());
        _memory.WritePointer(33, self);
        Assert.Equal(self, View.ReadPointer(33));
        Assert.Equal(self, _memory.ReadPointer(33, _generation));
    }

    [Fact]
    public void View_AfterItsGenerationEnded_TouchesNothing()
    {
        ForeignPointerView view = View;
        ForeignPointer self = new(_memory.Address, _generation);
        _generation.End();

        Assert.Throws<StaleHandleException>(() => view.ReadInt32());
        Assert.Throws<StaleHandleException>(() => view.WriteInt32(0, 1));
        Assert.Throws<StaleHandleException>(() => view.Slice(1));
        Assert.Throws<StaleHandleException>(() => view.ReadFunction("void (*)(void)"));
        Assert.Throws<StaleHandleException>(() => _memory.WritePointer(0, self));
        Assert.Throws<NullForeignPointerException>(() => default(ForeignPointerView).WriteByte(0, 1));
        Assert.Throws<NullForeignPointerException>(() => default(ForeignPointerView).Slice(0));
    }

    [Fact]
    public void Access_OfNumbers_AllocatesNothing()
    {
        ForeignPointerView view = View;

        Assert.Equal(0, Allocations.Of(() => view.WriteInt64(3, view.ReadInt64(5) + 1)));
    }

    private static void Check<T>(ForeignPointerView view, long offset, T value, Action<long, T> write, Func<long, T> read)
    {
        view.WriteBytes(0, new byte[Length]);
        write(offset, value);
        Assert.Equal(value, read(offset));
    }
}
