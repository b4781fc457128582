namespace ActorFfi.Native.Tests.Structs;

public sealed class NativeStructTests
{
    private static readonly TypeScope _types = TypeScope.Parse("""
        typedef struct { double x, y; } point;
        struct shape
        {
            char kind; bool filled; int16_t weight; float angle; long double exact;
            point corners[3];
            struct { unsigned low : 3; int mid : 5; uint64_t high : 40; bool flag : 1; } __attribute__((packed)) bits;
            union { uint32_t rgba; uint8_t part[4]; };
            struct shape *next; const char *name; int (*area)(struct shape *);
            int m[2][3];
        };
        struct opaque;
        """);

    [Theory]
    [InlineData("kind", -128)]
    [InlineData("weight", 32767)]
    [InlineData("bits.low", 7)]
    [InlineData("bits.mid", -16)]
    [InlineData("bits.high", 0xFFFFFFFFFF)]
    [InlineData("rgba", 0xFFFFFFFF)]
    [InlineData("m[1][2]", -5)]
    public void Integer_Set_IsReadBackAndTouchesNothingElse(string path, long value)
    {
        NativeStruct shape = Shape();
        byte[] before = shape.ToArray();
        shape.Set(path, value);

        Assert.Equal(value, shape[path].ToInt64());
        shape.Set(path, 0);
        Assert.Equal(before, shape.ToArray());
    }

    [Theory]
    [InlineData("kind", 128)]
    [InlineData("weight", -32769)]
    [InlineData("bits.low", 8)]
    [InlineData("bits.low", -1)]
    [InlineData("bits.mid", 16)]
    [InlineData("bits.mid", -17)]
    [InlineData("bits.high", 0x10000000000)]
    [InlineData("part[1]", 256)]
    public void Integer_OutOfRange_IsRefusedAndChangesNothing(string path, long value)
    {
        NativeStruct shape = Shape();
        ArgumentException error = Assert.Throws<ArgumentException>(() => shape.Set(path, value));

        Assert.Contains($"Member '{path}' of 'struct shape'", error.Message, StringComparison.Ordinal);
        Assert.All(shape.ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Numbers_OfOtherKinds_AreExact()
    {
        NativeStruct shape = Shape();
        shape.Set("filled", true);
        shape.Set("bits.flag", true);
        shape.Set("angle", 1.5f);
        shape.Set("exact", 0.1);
        shape.Set("corners[2].y", Math.PI);

        Assert.True(shape["filled"].ToBoolean() && shape["bits.flag"].ToBoolean());
        Assert.Equal((1.5f, 0.1, Math.PI), (shape["angle"].ToSingle(), shape["exact"].ToDouble(), shape["corners[2].y"].ToDouble()));
    }

    [Fact]
    public void Union_InsideAStruct_SharesItsBytes()
    {
        NativeStruct shape = Shape();
        shape.Set("rgba", 0x04030201);

        Assert.Equal(3, shape["part[2]"].ToInt32());
    }

    [Fact]
    public void View_OfAMember_SharesMemory()
    {
        NativeStruct shape = Shape();
        NativeStruct corner = shape.View("corners[1]");
        corner.Set("x", 2.5);
        NativeStruct other = new(_types.TypeOf("point"));
        other.Set("y", 7.0);
        shape.Set("corners[0]", other);

        Assert.Equal(2.5, shape["corners[1].x"].ToDouble());
        Assert.Equal(7.0, shape["corners[0]"].ToStruct()["y"].ToDouble());
        Assert.Equal(2.5, shape.View("corners")["[1].x"].ToDouble());
    }

    [Fact]
    public void Pointer_Set_IsReadBackWithItsLibrary()
    {
        LibraryGeneration generation = new("shapes", 3);
        ForeignPointer pointer = new(0x1234, generation);
        NativeStruct shape = Shape();
        shape.Set("next", pointer);
        shape.Set("name", NativeArgument.Null);

        Assert.Equal(pointer, shape["next"].ToPointer());
        Assert.True(shape["name"].IsNull && shape["area"].IsNull);
        generation.End();
        Assert.Throws<StaleHandleException>(() => shape.Set("next", pointer));
    }

    [Fact]
    public void Pointer_ToWhatNobodyKeeps_IsRefused()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8);
        NativeStruct shape = Shape();

        Assert.Throws<ArgumentException>(() => shape.Set("next", buffer));
        Assert.Throws<ArgumentException>(() => shape.Set("name", "text"));
        Assert.Throws<ArgumentException>(() => shape.Set("next", 4096));
    }

    [Fact]
    public void Buffer_Viewed_IsSharedAndChecked()
    {
        NativeType type = _types.TypeOf("point");
        using OwnedBuffer buffer = OwnedBuffer.Allocate(24);
        NativeStruct view = NativeStruct.Over(type, buffer, 8);
        view.Set("x", 1.25);

        Assert.Equal(1.25, buffer.ReadAt<double>(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => NativeStruct.Over(type, buffer, 9));
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => view["x"]);
    }

    [Fact]
    public void Pointer_NullOrStale_IsNotLookedBehind()
    {
        NativeType type = _types.TypeOf("point");
        LibraryGeneration generation = new("shapes", 1);

        Assert.Throws<NullForeignPointerException>(() => NativeStruct.Behind(type, default));
        using OwnedBuffer buffer = OwnedBuffer.Allocate(16);
        NativeStruct view = NativeStruct.Behind(type, new ForeignPointer(buffer.Address, generation));
        view.Set("y", 3.5);
        Assert.Equal(3.5, buffer.ReadAt<double>(8));
        generation.End();
        Assert.Throws<StaleHandleException>(() => view["y"]);
        Assert.Throws<StaleHandleException>(() => view.Set("y", 1.0));
    }

    [Theory]
    [InlineData("wight", "'wight' is no member of 'struct shape': 'struct shape' has no 'wight'. Did you mean 'weight'?")]
    [InlineData("corners[3].x", "'corners' has the elements 0 to 2")]
    [InlineData("corners[-1]", "'corners' has the elements 0 to 2")]
    [InlineData("corners[1", "'corners' has the elements 0 to 2")]
    [InlineData("corners.x", "has no 'x'")]
    [InlineData("kind[0]", "'kind' is 'char' and no array")]
    [InlineData("corners[0]..x", "has no ''")]
    [InlineData("corners", "is the array 'point[3]'")]
    public void Path_ThatLeadsNowhere_IsRefused(string path, string reason)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Shape()[path]);

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Type_WithoutMembers_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new NativeStruct(_types.TypeOf("struct opaque")));
        Assert.Throws<ArgumentException>(() => new NativeStruct(_types.TypeOf("int")));
        Assert.Throws<ArgumentException>(() => Shape().View("weight"));
        Assert.Throws<ArgumentException>(() => Shape().Set("corners[0]", Shape()));
        Assert.Throws<ArgumentException>(() => Shape().CopyFrom(new byte[4]));
    }

    private static NativeStruct Shape() => new(_types.TypeOf("struct shape"));
}
