using System.Runtime.InteropServices;

namespace ActorFfi.Native.Tests.Calls;

public sealed class NestedCallTests
{
    private static readonly NativeFunction _callBack = FixtureCalls.Function("int32_t call_back(void *callback, int32_t value)");
    private static readonly NativeFunction _sum = FixtureCalls.Function("uint64_t sum_bytes(const uint8_t data[length], size_t length)");
    private static readonly NativeFunction _length = FixtureCalls.Function("size_t length_of(const char *text)");

    private delegate int Callback(int value);

    [Fact]
    public void Calls_NestedOnOneThread_KeepTheirArgumentsApart()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3]);
        Callback callback = null!;
        callback = depth => depth == 0
            ? (int)_sum.Call(buffer, 3).ToUInt64()
            : (int)_length.Call(new string('x', depth)).ToUInt64() + Nest(callback, depth - 1);

        Assert.Equal(5 + 4 + 3 + 2 + 1 + 6, Nest(callback, 5));
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Calls_NestedAsDeepAsBefore_AllocateNothing()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([1, 2, 3]);
        Callback callback = null!;
        ForeignPointer pointer = default;
        callback = depth => depth == 0 ? (int)_sum.Call(buffer, 3).ToUInt64() : _callBack.Call(pointer, depth - 1).ToInt32();
        pointer = PointerTo(callback);

        Assert.Equal(0, Allocations.Of(() => _callBack.Call(pointer, 4)));
        GC.KeepAlive(callback);
    }

    [Fact]
    public void Buffer_BorrowedByAnOuterCall_IsRefusedToAnInnerOneThatWrites()
    {
        NativeFunction outer = FixtureCalls.Function("int32_t call_back(void *callback, int32_t value)");
        NativeFunction fill = FixtureCalls.Function("void fill_bytes(uint8_t data[length], size_t length, uint8_t value)");
        using OwnedBuffer buffer = OwnedBuffer.Allocate(4);
        Exception? error = null;
        Callback callback = value =>
        {
            error = Record.Exception(() => fill.Call(buffer, 4, 1));
            return value;
        };

        using (buffer.Borrow())
        {
            outer.Call(PointerTo(callback), 1);
        }

        Assert.IsType<BufferBorrowedException>(error);
        GC.KeepAlive(callback);
    }

    private static int Nest(Callback callback, int depth)
    {
        int result = _callBack.Call(PointerTo(callback), depth).ToInt32();
        GC.KeepAlive(callback);
        return result;
    }

    private static ForeignPointer PointerTo(Callback callback) =>
        new(Marshal.GetFunctionPointerForDelegate(callback), FixtureCalls.Generation);
}
