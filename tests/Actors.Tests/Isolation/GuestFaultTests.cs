namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Whatever native code does to its process, the service goes on and says what happened.</summary>
public sealed class GuestFaultTests
{
    [Theory]
    [InlineData("crash_null_write", 1, "SIGSEGV", null)]
    [InlineData("crash_wild_read", null, "SIGSEGV", null)]
    [InlineData("crash_abort", null, "SIGABRT", null)]
    [InlineData("crash_exit", 7, null, 7)]
    [InlineData("crash_exit_at_once", 8, null, 8)]
    [InlineData("crash_stack_overflow", null, "SIGSEGV", null)]
    [InlineData("crash_divide", 0, "SIGFPE", null)]
    [InlineData("crash_double_free", null, "SIGABRT", null)]
    [InlineData("crash_fork_and_exit", null, null, 9)]
    [InlineData("crash_pthread_exit", null, null, 67)]
    [InlineData("crash_raise", 9, "SIGKILL", null)]
    public async Task Fault_InACall_FailsThatCallAndNothingElse(string symbol, int? argument, string? signal, int? exitCode)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();
        using OwnedBuffer data = library.Allocate(64);

        Task<NativeReply> faulting = CallAsync(library[symbol], argument);
        Task<NativeReply>[] others = [.. Enumerable.Range(0, 20).Select(i => library["add_i32"].TryCallAsync(i, 1).AsTask())];
        GuestCrashedException crash = Assert.IsType<GuestCrashedException>((await faulting.Within()).Failure);
        NativeReply[] replies = await Task.WhenAll(others).Within();
        int next = await library.ProcessIdAsync();

        Assert.Equal((FixtureLibrary.Name, symbol, guest, signal, exitCode), (crash.Library, crash.Symbol, crash.ProcessId, crash.Signal, crash.ExitCode));
        Assert.All(replies, static reply => Assert.True(reply.Failure is null or GuestCrashedException, $"{reply.Failure}"));
        Assert.NotEqual(guest, next);
        Assert.NotEqual(Environment.ProcessId, next);
        Assert.Equal(BufferState.Owned, data.State);
        Assert.Equal(LibraryState.Ready, library.State);
    }

    [Theory]
    [InlineData("crash_abort", "SIGABRT")]
    [InlineData("crash_wild_read", "SIGSEGV")]
    public async Task Fault_InASynchronousCall_IsThrown(string symbol, string signal)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.Spares(1));
        LibraryRef library = ffi[FixtureLibrary.Name];

        GuestCrashedException crash = Assert.Throws<GuestCrashedException>(() => library[symbol].Invoke());

        Assert.Equal((symbol, signal), (crash.Symbol, crash.Signal));
        Eventually.Holds(() => library.State == LibraryState.Ready, "another guest served");
        Assert.Equal(3, library["add_i32"].Invoke(1, 2).ToInt32());
    }

    [Fact]
    public async Task Descriptors_ThatNativeCodeClosesOrTruncates_AreNotTheServices()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer data = library.Allocate(1 << 20);

        NativeReply truncated = await library["crash_truncate_all"].TryCallAsync().AsTask().Within();
        NativeReply closed = await library["crash_close_all"].TryCallAsync().AsTask().Within();

        Assert.Equal((null, 0), (truncated.Failure, truncated.Value.ToInt32())); // None is left that can be truncated: memory is sealed.
        Assert.Null(closed.Failure);
        data.Write(static bytes => bytes.Fill(3));
        NativeReply sum = await library["sum_bytes"].TryCallAsync(data, 1 << 20).AsTask().Within();
        Assert.True(sum.Failure is null or GuestCrashedException, $"{sum.Failure}");
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
    }

    [Fact]
    public async Task Memory_OverTheLimit_EndsTheGuestAndNotTheMachine()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library => library.MemoryLimit(512L << 20));
        LibraryRef library = ffi[FixtureLibrary.Name];

        NativeReply reply = await library["crash_memory_hog"].TryCallAsync(8L << 30).AsTask().Within();

        Assert.Equal("SIGABRT", Assert.IsType<GuestCrashedException>(reply.Failure).Signal);
        Assert.Equal(3, (await library["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
    }

    [Theory]
    [InlineData(null, -1L)]
    [InlineData(512L << 20, 512L << 20)]
    public async Task Memory_IsLimitedBeforeTheFirstInstructionOfTheLibrary(long? declared, long atLoad)
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync(library =>
        {
            library.Declare("int64_t data_limit_at_load(void);");
            if (declared is { } limit)
            {
                library.MemoryLimit(limit);
            }
        });

        Assert.Equal(atLoad, ffi[FixtureLibrary.Name]["data_limit_at_load"].Invoke().ToInt64());
    }

    [Fact]
    public async Task Buffers_OfTheCallThatDied_AreTornAndCanBeRecovered()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        using OwnedBuffer torn = library.Allocate(100);
        using OwnedBuffer borrowed = library.Allocate(100);

        NativeReply reply = await library["fill_and_die"].TryCallAsync(torn, 100, 7).AsTask().Within();

        Assert.IsType<GuestCrashedException>(reply.Failure);
        Assert.Same(torn, reply.Buffers[0]);
        Assert.Equal(BufferState.Torn, torn.State);
        Assert.Throws<BufferTornException>(() => torn.Read(static bytes => bytes[0]));
        torn.Recover();
        Assert.Equal(((byte)7, (byte)0), torn.Read(static bytes => (bytes[49], bytes[50])));

        Eventually.Holds(() => library.State == LibraryState.Ready, "another guest served");
        Assert.Throws<GuestCrashedException>(() => library["fill_and_die"].Invoke(borrowed, 100, 9));
        Assert.Equal(BufferState.Torn, borrowed.State);
        borrowed.Recover();
        Assert.Equal(9, borrowed.Read(static bytes => bytes[0]));
    }

    [Fact]
    public async Task Failure_OfTheCall_NamesEverythingThatIsKnown()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();

        GuestCrashedException crash = Assert.IsType<GuestCrashedException>((await library["crash_complain"].TryCallAsync("the sky is falling").AsTask().Within()).Failure);

        Assert.Equal(("SIGABRT", guest, 1, "text: \"the sky is falling\""), (crash.Signal, crash.ProcessId, crash.Generation, crash.Arguments));
        Assert.Contains("the sky is falling", crash.StandardError);
        Assert.Contains("crash_complain(text: \"the sky is falling\")", crash.Message, StringComparison.Ordinal);
        Assert.Contains("SIGABRT", crash.Message, StringComparison.Ordinal);
        Assert.Null(crash.Reason);
    }

    private static Task<NativeReply> CallAsync(SymbolRef symbol, int? argument) =>
        (argument is { } value ? symbol.TryCallAsync(value) : symbol.TryCallAsync()).AsTask();
}
