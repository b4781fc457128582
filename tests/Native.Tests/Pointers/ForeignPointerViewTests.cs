using System.Runtime.InteropServices;
using System.Text;

namespace ActorFfi.Native.Tests.Pointers;

public sealed class ForeignPointerViewTests : IDisposable
{
    private readonly LibraryGeneration _generation = new("zlib", 1);
    private readonly OwnedBuffer _memory = OwnedBuffer.Allocate(3 * 4096);

    private ForeignPointer Pointer => new(_memory.Address, _generation);

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("1.3.1")]
    [InlineData("größer als € und 𝄞")]
    public void CString_EndedByNul_IsReadAsUtf8(string text)
    {
        _memory.CopyFrom([.. Encoding.UTF8.GetBytes(text), 0, 65]);

        Assert.Equal(text, Pointer.View().ReadCString());
    }

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(9000)]
    public void CString_OverSeveralPages_IsReadWhole(int length)
    {
        _memory.CopyFrom([.. Enumerable.Repeat((byte)'x', length), 0]);

        Assert.Equal(new string('x', length), Pointer.View().ReadCString());
        Assert.Equal(new string('x', length - 5), Pointer.View().ReadCString(offset: 5));
    }

    [Fact]
    public void CString_ThatIsNotUtf8_HasReplacementCharacters()
    {
        _memory.CopyFrom([65, 0xFF, 66, 0]);

        Assert.Equal("A\uFFFDB", Pointer.View().ReadCString());
    }

    [Theory]
    [InlineData(4, long.MaxValue, 4)]
    [InlineData(100, 3, 3)]
    [InlineData(100, 0, 0)]
    public void CString_WithoutNulWithinTheLimit_IsRefused(int maxBytes, long extent, int searched)
    {
        _memory.CopyFrom("abcd\0"u8);

        ForeignMemoryException thrown = Assert.Throws<ForeignMemoryException>(() => Pointer.View(extent).ReadCString(maxBytes));

        Assert.Equal(("zlib", (long)searched), (thrown.Library, thrown.SearchedBytes));
    }

    [Fact]
    public void CString_WithNulAsTheLastByteOfTheLimit_IsRead()
    {
        _memory.CopyFrom("abcd\0"u8);

        Assert.Equal("abcd", Pointer.View(5).ReadCString());
        Assert.Equal("abcd", Pointer.View().ReadCString(5));
    }

    [Fact]
    public void CString_BeforeAPageThatIsNotThere_IsReadWithoutTouchingIt()
    {
        nint pages = Map(0, (nuint)(2 * Environment.SystemPageSize), protection: 3, flags: 0x22, file: -1, 0);
        try
        {
            nint end = pages + Environment.SystemPageSize;
            Assert.Equal(0, Protect(end, (nuint)Environment.SystemPageSize, protection: 0));
            Marshal.Copy("abc\0"u8.ToArray(), 0, end - 4, 4);

            Assert.Equal("abc", new ForeignPointer(end - 4, _generation).View().ReadCString());
        }
        finally
        {
            Assert.Equal(0, Unmap(pages, (nuint)(2 * Environment.SystemPageSize)));
        }
    }

    [Fact]
    public void Bytes_InsideTheExtent_AreCopied()
    {
        _memory.CopyFrom([1, 2, 3, 4]);
        ForeignPointerView view = Pointer.View(4);
        byte[] two = new byte[2];

        view.ReadBytes(2, two);
        Assert.Equal([3, 4], two);
        view.CopyTo(two);
        Assert.Equal([1, 2], two);
        Assert.Equal([1, 2, 3, 4], view.ToArray(4));
        Assert.Equal((1, 4), (view.ReadByte(), view.ReadByte(3)));
        Assert.Empty(view.ToArray(0));
    }

    [Fact]
    public void Bytes_OutsideTheExtent_AreRefused()
    {
        ForeignPointerView view = Pointer.View(4);

        Assert.Throws<ArgumentOutOfRangeException>(() => view.ReadByte(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.ReadByte(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.ReadBytes(3, new byte[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.CopyTo(new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.ToArray(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.ToArray(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.ReadCString(offset: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.ReadCString(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pointer.View().ReadByte(long.MinValue));
    }

    [Fact]
    public void View_AfterItsGenerationEnded_ReadsNothing()
    {
        ForeignPointerView view = Pointer.View();
        _generation.End();

        Assert.Throws<StaleHandleException>(() => view.ReadByte());
        Assert.Throws<StaleHandleException>(() => view.ReadBytes(0, new byte[1]));
        Assert.Throws<StaleHandleException>(() => view.CopyTo(new byte[1]));
        Assert.Throws<StaleHandleException>(() => view.ToArray(1));
        Assert.Throws<StaleHandleException>(() => view.ReadCString());
    }

    [Fact]
    public void View_ByDefault_ReadsNothing()
    {
        Assert.Throws<NullForeignPointerException>(() => default(ForeignPointerView).ReadByte());
        Assert.Throws<NullForeignPointerException>(() => default(ForeignPointerView).ReadCString());
    }

    [DllImport("libc", EntryPoint = "mmap")]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect")]
    private static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(nint address, nuint length);
}
