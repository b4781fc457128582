namespace ActorFfi.Native.Tests.Calls;

public sealed class ArgumentKindTests
{
    private static readonly NativeFunction _integer = FixtureCalls.Function("int32_t echo_i32(int32_t v)");
    private static readonly NativeFunction _bool = FixtureCalls.Function("bool echo_bool(bool v)");
    private static readonly NativeFunction _double = FixtureCalls.Function("double echo_f64(double v)");
    private static readonly NativeFunction _pointer = FixtureCalls.Function("void *echo_pointer(void *v)");
    private static readonly NativeFunction _text = FixtureCalls.Function("size_t length_of(const char *v)");
    private static readonly NativeFunction _none = FixtureCalls.Function("void nothing(void)");

    [Fact]
    public void Bool_ForABool_IsPassed()
    {
        Assert.True(_bool.Call(true).ToBoolean());
        Assert.False(_bool.Call(false).ToBoolean());
    }

    [Fact]
    public void Number_ForABool_IsRefused()
    {
        Assert.Contains("Pass a bool.", _bool.Refused("v", 1).Message, StringComparison.Ordinal);
        _bool.Refused("v", 0UL);
        _bool.Refused("v", 1.0);
    }

    [Fact]
    public void Kind_ThatIsNoInteger_IsRefusedForOne()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        foreach (NativeArgument argument in new NativeArgument[] { true, 1.0, 1f, "1", "1\0", NativeArgument.Null, buffer, buffer[1..], new byte[4], default, new ForeignPointer(1, FixtureCalls.Generation) })
        {
            Assert.Contains("Pass an integer.", _integer.Refused("v", argument).Message, StringComparison.Ordinal);
        }

        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Kind_ThatIsNoFloat_IsRefusedForOne()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(8);
        foreach (NativeArgument argument in new NativeArgument[] { true, "1.0", NativeArgument.Null, buffer, new byte[8], default })
        {
            _double.Refused("v", argument);
        }
    }

    [Fact]
    public void Kind_ThatIsNoMemory_IsRefusedForAPointer()
    {
        foreach (NativeArgument argument in new NativeArgument[] { 0, 0UL, 1.0, 1f, true, default, "text" })
        {
            _pointer.Refused("v", argument);
        }

        foreach (NativeArgument argument in new NativeArgument[] { 0, 1.0, true, default })
        {
            _text.Refused("v", argument);
        }
    }

    [Fact]
    public void Argument_NeverSet_IsNamedAsThat() =>
        Assert.Contains("never set", _integer.Refused("v", default(NativeArgument)).Message, StringComparison.Ordinal);

    [Fact]
    public void Arguments_OfAnotherCount_AreRefusedWithTheSignature()
    {
        Assert.Contains("takes 1 argument but was given 0. Pass (int32_t v).", _integer.Refused(null).Message, StringComparison.Ordinal);
        Assert.Contains("but was given 2", _integer.Refused(null, 1, 2).Message, StringComparison.Ordinal);
        Assert.Contains("takes no arguments but was given 1", _none.Refused(null, 1).Message, StringComparison.Ordinal);
        _pointer.Refused(null);
        _pointer.Refused(null, NativeArgument.Null, NativeArgument.Null);
    }

    [Fact]
    public void Pointer_ThatIsNull_IsPassedFromEveryFormOfNull()
    {
        Assert.True(_pointer.Call(NativeArgument.Null).IsNull);
        Assert.True(_pointer.Call((OwnedBuffer?)null).IsNull);
        Assert.True(_pointer.Call(default(BufferSlice)).IsNull);
        Assert.True(_pointer.Call((byte[]?)null).IsNull);
        Assert.True(_pointer.Call(default(ArraySegment<byte>)).IsNull);
        Assert.True(_pointer.Call(default(ForeignPointer)).IsNull);
        Assert.Equal(ulong.MaxValue, _text.Call((string?)null).ToUInt64());
    }

    [Fact]
    public void ForeignPointer_OfAnEndedGeneration_IsRefusedAsStale()
    {
        LibraryGeneration ended = new("fixture", 3);
        NativeArgument argument = new ForeignPointer(4096, ended);
        ended.End();

        Assert.Equal(3, Assert.Throws<StaleHandleException>(() => _pointer.Call(argument)).Generation);
    }

    [Fact]
    public void ForeignPointer_PassedBack_IsTheSamePointer()
    {
        ForeignPointer pointer = new(4096, FixtureCalls.Generation);

        Assert.Equal(pointer, _pointer.Call(pointer).ToPointer());
    }

    [Fact]
    public void Description_OfAPointer_ShowsNoAddress() =>
        Assert.Equal("a pointer of library 'fixture'", ((NativeArgument)new ForeignPointer(4096, FixtureCalls.Generation)).ToString());
}
