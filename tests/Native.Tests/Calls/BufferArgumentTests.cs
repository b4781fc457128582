using ActorFfi.Native.Tests.Memory;

namespace ActorFfi.Native.Tests.Calls;

public sealed class BufferArgumentTests
{
    private static readonly NativeFunction _address = FixtureCalls.Function("uint64_t address_of(const void *data)");
    private static readonly NativeFunction _copy = FixtureCalls.Function("void copy_bytes(uint8_t destination[length], const uint8_t source[length], size_t length)");
    private static readonly NativeFunction _three = FixtureCalls.Function("int32_t three_buffers(uint8_t *a, uint8_t *b, const uint8_t *c)");
    private static readonly NativeFunction _readThree = FixtureCalls.Function("int32_t read_three(const uint8_t *a, const uint8_t *b, const uint8_t *c)");

    public static TheoryData<BufferState> Unusable => [.. Enum.GetValues<BufferState>().Where(state => state is not (BufferState.Owned or BufferState.Lent or BufferState.Torn or BufferState.Abandoned))];

    [Fact]
    public void Buffer_InACall_IsPassedByItsAddress()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(16);

        Assert.Equal((ulong)buffer.Address, _address.Call(buffer).ToUInt64());
        Assert.Equal((ulong)buffer.Address + 5, _address.Call(buffer[5..]).ToUInt64());
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Buffer_InAWrongState_IsRefusedAndTheOthersStayAsTheyWere(BufferState state)
    {
        using OwnedBuffer first = OwnedBuffer.CopyOf([1]);
        using OwnedBuffer last = OwnedBuffer.CopyOf([2]);
        using BufferInState wrong = new(state);
        foreach (ICallIdentity? holder in new[] { null, new NamedCall() })
        {
            CallArguments arguments = new();
            Exception? error = Record.Exception(() => arguments.Bind(_three.Plan, [first, wrong.Buffer, last], holder));

            Assert.IsType(ErrorOf(state), error);
            Assert.Equal((BufferState.Owned, state, BufferState.Owned), (first.State, wrong.Buffer.State, last.State));
            Assert.Equal(0, arguments.Leases.Length);
        }

        Assert.Equal((1, 2), (first.Read<byte>(), last.Read<byte>()));
    }

    [Fact]
    public void Buffer_Borrowed_IsReadByACallAndNotWritten()
    {
        using OwnedBuffer read = OwnedBuffer.CopyOf([3]);
        using OwnedBuffer other = OwnedBuffer.CopyOf([4]);
        using ReadBorrow borrow = read.Borrow();

        Assert.Equal(3 + 3 + 4, _readThree.Call(read, read, other).ToInt32());
        Assert.Throws<BufferBorrowedException>(() => _three.Call(read, other, NativeArgument.Null));
        Assert.Throws<BufferBorrowedException>(() => new CallArguments().Bind(_readThree.Plan, [other, read, other], new NamedCall()));
        Assert.Equal(BufferState.Owned, other.State);
    }

    [Fact]
    public void WrongArgument_AfterABuffer_TakesNothing()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);

        _copy.Refused("length", buffer[..2], buffer[2..], -1);
        _copy.Refused("source", buffer[..2], 7, 2);
        Assert.Throws<ArgumentException>(() => new CallArguments().Bind(_copy.Plan, [buffer[..2], buffer[2..], 3], new NamedCall()));
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Slices_ThatAreDisjoint_GoIntoOneCall()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3, 4]);

        _copy.Call(buffer[2..], buffer[..2], 2);

        Assert.Equal([1, 2, 1, 2], buffer.ToArray());
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Slices_ThatOverlap_GoToConstParameters()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3, 4]);

        Assert.Equal(1 + 1 + 2, _readThree.Call(buffer, buffer, buffer[1..]).ToInt32());
    }

    [Theory]
    [InlineData(0, 4, 2, 6, 8, 10, "b", "a")]
    [InlineData(0, 2, 4, 8, 6, 10, "c", "b")]
    [InlineData(0, 4, 8, 10, 3, 5, "c", "a")]
    [InlineData(0, 10, 0, 10, 0, 10, "b", "a")]
    public void Slices_ThatOverlapWhereOneIsWritten_AreRefused(int a, int aEnd, int b, int bEnd, int c, int cEnd, string later, string earlier)
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(10);

        string message = _three.Refused(later, buffer[a..aEnd], buffer[b..bEnd], buffer[c..cEnd]).Message;

        Assert.Contains($"overlaps argument '{earlier}'", message, StringComparison.Ordinal);
        Assert.Equal(BufferState.Owned, buffer.State);
        byte[] array = new byte[10];
        _three.Refused(later, array.AsMemory(a..aEnd), array.AsMemory(b..bEnd), array.AsMemory(c..cEnd));
    }

    [Fact]
    public void Slices_ThatAreEmpty_OverlapNothing()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);

        _copy.Call(buffer, buffer[2..2], 0);

        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Buffers_BoundForANonblockingCall_AreDetachedUntilTheRelease()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 0, 0]);
        CallArguments arguments = new();

        arguments.Bind(_copy.Plan, [buffer[2..], buffer[..2], 2], new NamedCall());
        string message = Assert.Throws<BufferDetachedException>(() => buffer.ToArray()).Message;
        _copy.Run(arguments, out _, out _);
        arguments.Release();

        Assert.Contains("call 'encode' of library 'imaging'", message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 1, 2], buffer.ToArray());
    }

    [Fact]
    public void Buffer_DisposedInFlight_IsFreedByTheRelease()
    {
        BufferAccount account = new("test");
        OwnedBuffer buffer = OwnedBuffer.Allocate(account, 4);
        CallArguments arguments = new();
        arguments.Bind(_address.Plan, [buffer], new NamedCall());

        buffer.Dispose();
        Assert.Equal(1, account.LiveBuffers);
        arguments.Release();

        Assert.Equal(0, account.LiveBuffers);
    }

    [Fact]
    public void Arguments_Released_AreBoundAgain()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        CallArguments arguments = new();
        for (int round = 0; round < 3; round++)
        {
            arguments.Bind(_address.Plan, [buffer], new NamedCall());
            Assert.Equal(BufferState.InFlight, buffer.State);
            arguments.Release();
            arguments.Release();
            Assert.Equal(BufferState.Owned, buffer.State);
        }
    }

    private static Type ErrorOf(BufferState state) => state switch
    {
        BufferState.Borrowed => typeof(BufferBorrowedException),
        BufferState.InFlight => typeof(BufferDetachedException),
        BufferState.Disposed => typeof(ObjectDisposedException),
        _ => typeof(BufferMovedException),
    };
}
