using System.Reflection;

namespace ActorFfi.Native.Tests.Pointers;

public sealed class ForeignPointerTests
{
    private readonly LibraryGeneration _zlib = new("zlib", 2);

    [Fact]
    public void Pointer_ByDefault_IsNull()
    {
        Assert.True(default(ForeignPointer).IsNull);
        Assert.Equal("null", default(ForeignPointer).ToString());
        Assert.Null(default(ForeignPointer).Generation);
    }

    [Fact]
    public void Pointer_InWords_ShowsNoAddress()
    {
        ForeignPointer pointer = new(0x1234, _zlib);

        Assert.Equal("ForeignPointer(zlib)", pointer.ToString());
        Assert.False(pointer.IsNull);
    }

    [Fact]
    public void Pointer_InPublic_HasNoConstructorAndNoNumber()
    {
        Type type = typeof(ForeignPointer);

        Assert.Empty(type.GetConstructors());
        Assert.Equal([nameof(ForeignPointer.IsNull)], type.GetProperties().Select(property => property.Name));
        Assert.Empty(type.GetFields());
        Assert.Equal(
            ["op_Equality", "op_Inequality"],
            type.GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Order());
    }

    [Fact]
    public void Pointers_ToOnePlaceOfOneGeneration_AreEqual()
    {
        ForeignPointer pointer = new(64, _zlib);
        ForeignPointer same = new(64, _zlib);

        Assert.True(pointer == same && pointer.Equals((object)same));
        Assert.Equal(pointer.GetHashCode(), same.GetHashCode());
        Assert.True(pointer != new ForeignPointer(65, _zlib));
        Assert.True(pointer != new ForeignPointer(64, new LibraryGeneration("zlib", 3)));
        Assert.True(default == new ForeignPointer(0, _zlib));
        Assert.Equal(default(ForeignPointer).GetHashCode(), new ForeignPointer(0, _zlib).GetHashCode());
        Assert.False(pointer.Equals("pointer"));
    }

    [Fact]
    public void View_OfNull_IsRefused()
    {
        NullForeignPointerException thrown = Assert.Throws<NullForeignPointerException>(() => new ForeignPointer(0, _zlib).View());

        Assert.Equal("zlib", thrown.Library);
        Assert.Throws<NullForeignPointerException>(() => default(ForeignPointer).View(8));
    }

    [Fact]
    public void View_OfAStalePointer_IsRefused()
    {
        ForeignPointer pointer = new(64, _zlib);
        _zlib.End();

        StaleHandleException thrown = Assert.Throws<StaleHandleException>(() => pointer.View());

        Assert.Equal(("zlib", 2), (thrown.Library, thrown.Generation));
        Assert.Throws<StaleHandleException>(() => pointer.View(8));
        Assert.Throws<StaleHandleException>(pointer.DemandCurrent);
        Assert.Null(Record.Exception(new ForeignPointer(0, _zlib).DemandCurrent));
    }

    [Fact]
    public void View_OfANegativeExtent_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ForeignPointer(64, _zlib).View(-1));
}
