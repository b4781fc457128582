namespace ActorFfi.Actors.Tests.Calls;

/// <summary>A library that keeps a buffer after the reply. The fixture keeps one at a time, in the whole process.</summary>
public abstract class KeptBufferContract(IsolationMode isolation) : PlacementContract(isolation)
{
    private static readonly byte[] _bytes = [1, 2, 3, 4];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeptBuffer_OfASuccess_IsNativeCodesUntilItIsReleased(bool isNonblocking)
    {
        await using FfiRuntime ffi = await StartKeepingAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer buffer = CopyOf(ffi[FixtureLibrary.Name], _bytes);

        await RunAsync(library["keep_pointer"], isNonblocking, buffer, 0);
        Assert.Equal(BufferState.Lent, buffer.State);
        Assert.Equal(10, library["kept_sum"].Invoke(_bytes.Length).ToInt64());
        Assert.Equal(10u, library["sum_bytes"].Invoke(buffer, _bytes.Length).ToUInt64());
        BufferDetachedException refusal = Assert.Throws<BufferDetachedException>(() => buffer.Read<byte>());
        Assert.Equal((FixtureLibrary.Name, "keep_pointer"), (refusal.Library, refusal.Symbol));

        await Assert.ThrowsAsync<NativeCallFailedException>(() => RunAsync(library["release_pointer"], isNonblocking, buffer, -1));
        Assert.Equal(BufferState.Lent, buffer.State);
        await RunAsync(library["release_pointer"], isNonblocking, buffer, 0);

        Assert.Equal(1, buffer.Read<byte>());
        Assert.Equal(0, library["kept_sum"].Invoke(_bytes.Length).ToInt64());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeptBuffer_OfADeclaredFailure_ComesBack(bool isNonblocking)
    {
        await using FfiRuntime ffi = await StartKeepingAsync();
        using OwnedBuffer buffer = CopyOf(ffi[FixtureLibrary.Name], _bytes);

        await Assert.ThrowsAsync<NativeCallFailedException>(() => RunAsync(ffi[FixtureLibrary.Name]["keep_pointer"], isNonblocking, buffer, -1));

        Assert.Equal(1, buffer.Read<byte>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Release_ByThePointerThatNativeCodeGivesBack_EndsTheLoan(bool isNonblocking)
    {
        await using FfiRuntime ffi = await StartKeepingAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer buffer = CopyOf(ffi[FixtureLibrary.Name], _bytes);
        await RunAsync(library["keep_pointer"], isNonblocking, buffer[1..], 0);
        ForeignPointer kept = library["kept_pointer"].Invoke().ToPointer();

        await RunAsync(library["release_pointer"], isNonblocking, kept, 0);

        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public async Task Restart_OfTheLibrary_GivesTheLoansBackAndFreesTheDisposed()
    {
        await using FfiRuntime ffi = await StartKeepingAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer buffer = CopyOf(ffi[FixtureLibrary.Name], _bytes);
        OwnedBuffer disposed = library.Allocate(4);
        library["keep_pointer"].Invoke(buffer, 0);
        library["keep_pointer"].Invoke(disposed, 0);
        disposed.Dispose();
        Assert.Equal(2, library.LiveBuffers);

        await library.RestartAsync().Within();

        Assert.Equal(1, buffer.Read<byte>());
        Assert.Equal(1, library.LiveBuffers);
    }

    [Fact]
    public async Task Reclaim_OfALentBuffer_EndsTheLoanOnTheOwnersWord()
    {
        await using FfiRuntime ffi = await StartKeepingAsync();
        using OwnedBuffer buffer = CopyOf(ffi[FixtureLibrary.Name], _bytes);
        ffi[FixtureLibrary.Name]["keep_pointer"].Invoke(buffer, 0);

        buffer.Reclaim();

        Assert.Equal(1, buffer.Read<byte>());
    }

    private Task<FfiRuntime> StartKeepingAsync() => StartAsync(library => library
        .Declare("const uint8_t *kept_pointer(void);")
        .Declare("int64_t kept_sum(size_t length);")
        .Declare("int32_t keep_pointer(const uint8_t *data, int32_t result);", symbol => symbol.Kept("data").Fails("result < 0"))
        .Declare("int32_t release_pointer(const uint8_t *data, int32_t result);", symbol => symbol.Releases("data").Fails("result < 0")));

    private static async Task RunAsync(SymbolRef symbol, bool isNonblocking, NativeArgument data, int result)
    {
        if (isNonblocking)
        {
            await symbol.CallAsync(data, result);
        }
        else
        {
            symbol.Invoke(data, result);
        }
    }
}
