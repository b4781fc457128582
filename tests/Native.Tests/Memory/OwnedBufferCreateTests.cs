using System.Runtime.InteropServices;

namespace ActorFfi.Native.Tests.Memory;

public sealed class OwnedBufferCreateTests
{
    private readonly BufferAccount _account = new("imaging");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    public void Allocate_OfAnyLength_IsZeroedAlignedAndCounted(long length)
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(_account, length);

        Assert.Equal(new byte[length], buffer.ToArray());
        Assert.NotEqual(0, buffer.Address);
        Assert.Equal(0, buffer.Address % 64);
        Assert.Equal((1L, length), (_account.LiveBuffers, _account.LiveBytes));
        buffer.Dispose();
        Assert.Equal((0L, 0L, 0L), (_account.LiveBuffers, _account.LiveBytes, _account.Leaked));
    }

    [Fact]
    public void Allocate_OfNothing_HasAnAddressOfItsOwn()
    {
        using OwnedBuffer one = OwnedBuffer.Allocate(0);
        using OwnedBuffer other = OwnedBuffer.Allocate(0);

        Assert.NotEqual(one.Address, other.Address);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1 << 20)]
    public void Allocate_OfMemoryThatWasWritten_IsZeroedAgain(int length)
    {
        OwnedBuffer dirty = OwnedBuffer.Allocate(length);
        dirty.Write(bytes => bytes.Fill(0xFF));
        dirty.Dispose();

        using OwnedBuffer clean = OwnedBuffer.Allocate(length);

        Assert.Equal(new byte[length], clean.ToArray());
    }

    [Fact]
    public void Allocate_AfterDisposeOnTheSameThread_ReusesTheMemory()
    {
        OwnedBuffer first = OwnedBuffer.AllocateUninitialized(100);
        first.Write(bytes => bytes.Fill(0xFF));
        nint address = first.Address;
        first.Dispose();

        using OwnedBuffer second = OwnedBuffer.AllocateUninitialized(128);

        Assert.Equal(address, second.Address);
        Assert.Equal(0xFF, second.ReadAt<byte>(99));
        second.Dispose();
        using OwnedBuffer third = OwnedBuffer.Allocate(100);
        Assert.Equal(address, third.Address);
        Assert.Equal(new byte[100], third.ToArray());
    }

    [Fact]
    public void Allocate_OfANegativeLength_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OwnedBuffer.Allocate(_account, -1));
        Assert.Equal(0, _account.LiveBuffers);
    }

    [Fact]
    public void Allocate_OfMoreThanThereIs_SaysHowMuch()
    {
        OutOfMemoryException thrown = Assert.Throws<OutOfMemoryException>(() => OwnedBuffer.Allocate(_account, long.MaxValue));

        Assert.Contains("9,223,372,036,854,775,807 bytes", thrown.Message, StringComparison.Ordinal);
        Assert.Equal((0L, 0L), (_account.LiveBuffers, _account.LiveBytes));
    }

    [Fact]
    public void Buffer_LongerThanASpan_IsReadAndWrittenInParts()
    {
        const long Length = int.MaxValue + 10L;
        using OwnedBuffer buffer = OwnedBuffer.Allocate(Length, "huge");

        buffer.WriteAt(Length - 8, 42L);

        Assert.Equal(42L, buffer.ReadAt<long>(Length - 8));
        Assert.Equal(42, buffer.Read(Length - 8, 8, bytes => bytes[0]));
        Assert.Throws<InvalidOperationException>(() => buffer.Read(bytes => bytes.Length));
        Assert.Throws<InvalidOperationException>(() => buffer.Transfer());
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void CopyOf_Bytes_HoldsACopy()
    {
        byte[] source = [1, 2, 3];
        using OwnedBuffer buffer = OwnedBuffer.CopyOf(source, "frame");
        source[0] = 9;

        Assert.Equal([1, 2, 3], buffer.ToArray());
        Assert.Equal("frame", buffer.Name);
    }

    [Fact]
    public void Of_AValue_HoldsItsBytes()
    {
        using OwnedBuffer buffer = OwnedBuffer.Of(0x0102030405060708UL);

        Assert.Equal((8, 0x0102030405060708UL), (buffer.Length, buffer.Read<ulong>()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void TakeOver_OfAnArray_CopiesNothingAndTakesTheReference(int length)
    {
        byte[] array = new byte[length];
        byte[]? mine = array;
        using OwnedBuffer buffer = OwnedBuffer.TakeOver(_account, ref mine, "frame");

        Assert.Null(mine);
        Assert.NotEqual(0, buffer.Address);
        buffer.Write(bytes => bytes.Fill(7));
        Assert.All(array, value => Assert.Equal(7, value));
        Assert.Equal(buffer.Address, Marshal.UnsafeAddrOfPinnedArrayElement(array, 0));
        Assert.Equal((1L, (long)length), (_account.LiveBuffers, _account.LiveBytes));
        buffer.Dispose();
        Assert.Equal((0L, 0L), (_account.LiveBuffers, _account.LiveBytes));
    }

    [Fact]
    public void TakeOver_OfAnArray_KeepsItsPlaceWhileTheCollectorCompacts()
    {
        byte[]? array = new byte[64];
        using OwnedBuffer buffer = OwnedBuffer.TakeOver(ref array);
        buffer.Write(bytes => bytes.Fill(3));

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);

        Assert.Equal(3 * 64, buffer.ToArray().Sum(value => value));
    }

    [Fact]
    public void TakeOver_OfNull_IsRefused()
    {
        byte[]? array = null;

        Assert.Throws<ArgumentNullException>(() => OwnedBuffer.TakeOver(ref array));
    }

    [Fact]
    public void Buffers_OfNoLibrary_CountAsUnattached()
    {
        // Other tests use this account too; while this buffer lives it holds at least one.
        using OwnedBuffer buffer = OwnedBuffer.Allocate(1);

        Assert.True(BufferAccount.Unattached.LiveBuffers > 0);
    }
}
