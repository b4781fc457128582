namespace ActorFfi.Native.Tests.Calls;

public sealed class ErrnoTests
{
    [Fact]
    public void Errno_OfACapturingCall_IsWhatTheFunctionLeft()
    {
        NativeFunction set = FixtureCalls.Function("int32_t set_errno(int32_t code)", capturesErrno: true);
        foreach (int code in new[] { 1, 4, 0, 133, int.MaxValue, -1 })
        {
            set.Invoke([code], out int errno);
            Assert.Equal(code, errno);
        }
    }

    [Fact]
    public void Errno_BeforeACapturingCall_IsZero()
    {
        FixtureCalls.Function("int32_t set_errno(int32_t code)").Call(42);

        Assert.Equal(0, FixtureCalls.Function("int32_t get_errno(void)", capturesErrno: true).Call().ToInt32());
    }

    [Fact]
    public void Errno_NotDeclared_IsZeroInTheReply()
    {
        FixtureCalls.Function("int32_t set_errno(int32_t code)").Invoke([42], out int errno);

        Assert.Equal(0, errno);
    }

    [Fact]
    public void Errno_OfACallWithABuffer_IsCaptured()
    {
        using OwnedBuffer buffer = OwnedBuffer.Allocate(16);

        FixtureCalls.Function("int32_t set_errno_of_buffer(uint8_t data[length], size_t length, int32_t code)", capturesErrno: true)
            .Invoke([buffer, 16, 17], out int errno);

        Assert.Equal(17, errno);
    }

    [Fact]
    public async Task Errno_UnderConcurrentCollections_StaysExact()
    {
        NativeFunction set = FixtureCalls.Function("int32_t set_errno_slowly(int32_t code, int32_t microseconds)", capturesErrno: true);
        using CancellationTokenSource ended = new();
        Task collecting = Task.Run(() => CollectUntil(ended.Token));
        int before = GC.CollectionCount(0);
        int code = 0;
        for (; code < 500 || GC.CollectionCount(0) < before + 50; code++)
        {
            set.Invoke([code, code % 3 == 0 ? 50 : 0], out int errno);
            Assert.Equal(code, errno);
        }

        await ended.CancelAsync();
        await collecting;
    }

    private static void CollectUntil(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            GC.Collect(0);
        }
    }
}
