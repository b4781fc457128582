namespace ActorFfi.Native.Tests.Isolation;

public sealed class GuestDeathTests
{
    private const string Fill = "void fill_bytes(uint8_t data[length], size_t length, uint8_t value)";

    [Theory]
    [InlineData("void fault_null_write(void)", "SIGSEGV", null)]
    [InlineData("int32_t fault_wild_read(uint64_t address)", "SIGSEGV", null, 0x1234567890UL)]
    [InlineData("void fault_abort(void)", "SIGABRT", null)]
    [InlineData("void fault_exit(int32_t code)", null, 3, 3)]
    [InlineData("void fault_exit_at_once(int32_t code)", null, 5, 5)]
    [InlineData("int32_t fault_divide(int32_t by)", "SIGFPE", null, 0)]
    [InlineData("int32_t fault_overflow_stack(int32_t depth)", "SIGSEGV", null, 0)]
    [InlineData("void fault_double_free(void)", "SIGABRT", null)]
    [InlineData("void fault_fork_and_exit(int32_t code)", null, 4, 4)]
    [InlineData("void fault_end_thread(void)", null, GuestExitCodes.LaneEnded)]
    public async Task A_fault_ends_the_guest_and_says_how(string prototype, string? signal, int? code, object? argument = null)
    {
        await using TestGuest guest = await TestGuest.StartAsync([prototype, Fill, "void gate_pass(int32_t gate)"]);
        string name = prototype.Split('(')[0].Split(' ')[^1];
        NativeArgument[] arguments = argument switch
        {
            null => [],
            ulong address => [address],
            int number => [number],
            _ => throw new ArgumentException("Only integers are passed.", nameof(argument)),
        };

        // One that runs already, one that waits behind the fault, and the fault itself.
        Task<GuestReply> running = guest.Submit(1, "gate_pass", 1);
        Task<GuestReply> fault = guest.Submit(0, name, arguments);
        using OwnedBuffer buffer = guest.Allocate(100);
        Task<GuestReply>? behind = guest.TrySubmit(0, "fill_bytes", buffer, 100, 1);

        GuestExit exit = await guest.Death.Task;
        Assert.Equal(signal, exit.SignalName);
        Assert.Equal(code, exit.ExitCode);
        Assert.Equal(guest.Process.Pid, exit.Pid);
        Assert.Null(exit.KillReason);
        Assert.Equal(GuestOutcome.Lost, (await fault).Outcome);
        Assert.NotEqual(GuestOutcome.Answered, (await running).Outcome);
        if (behind is not null)
        {
            Assert.Equal(GuestOutcome.NotBegun, (await behind).Outcome);
            Assert.Equal(BufferState.Owned, buffer.State);
        }

        Assert.Equal(exit, await guest.Process.Ended);
        Assert.True(guest.Process.Generation.HasEnded);
    }

    [Fact]
    public async Task Buffers_of_the_call_that_died_are_torn_and_can_be_recovered()
    {
        await using TestGuest guest = await TestGuest.StartAsync([Fill, "void gate_fill(int32_t gate, uint8_t data[length], size_t length, uint8_t value)", "int32_t gate_waiting(int32_t gate)"]);
        using OwnedBuffer buffer = guest.Allocate(64);
        await guest.Submit(0, "fill_bytes", buffer, 64, 9);
        Task<GuestReply> running = guest.Submit(0, "gate_fill", 1, buffer, 64, 1);
        await guest.Reaches(1, "gate_waiting", 1, 1);
        guest.Process.Kill("the test wants it");
        Assert.Equal(GuestOutcome.Lost, (await running).Outcome);
        Assert.Equal("the test wants it", (await guest.Death.Task).KillReason);
        Assert.Equal(BufferState.Torn, buffer.State);
        Assert.Throws<BufferTornException>(() => buffer.ReadAt<byte>(0));
        buffer.Recover();
        Assert.Equal(9, buffer.ReadAt<byte>(63));
    }

    [Fact]
    public async Task A_death_that_is_not_noticed_yet_is_not_taken_for_a_socket_that_native_code_has_closed()
    {
        await using TestGuest guest = await TestGuest.StartAsync([Fill, "void gate_pass(int32_t gate)"]);
        Task<GuestReply> running = guest.Submit(0, "gate_pass", 1);
        using ManualResetEventSlim isHeld = new();
        using ManualResetEventSlim isLetGo = new();
        using FileStream readable = File.OpenRead("/dev/zero");
        DescriptorWatch.Deaths.Add((int)readable.SafeFileHandle.DangerousGetHandle(), () =>
        {
            isHeld.Set();
            isLetGo.Wait();
        });
        Task<GuestReply>? late;
        try
        {
            isHeld.Wait();
            LinuxCalls.Signal(guest.Process.Pid, LinuxSignals.Kill);
            Eventually.Holds(() => File.ReadAllText($"/proc/{guest.Process.Pid}/stat").Split(") ")[^1][0] == 'Z', "the process has ended");

            using OwnedBuffer buffer = guest.Allocate(100);
            late = guest.TrySubmit(1, "fill_bytes", buffer, 100, 1); // Its thread was never begun, so the guest is to be told.
        }
        finally
        {
            DescriptorWatch.Deaths.Remove((int)readable.SafeFileHandle.DangerousGetHandle());
            isLetGo.Set();
        }

        GuestExit exit = await guest.Death.Task;
        Assert.Equal(("SIGKILL", null), (exit.SignalName, exit.KillReason));
        Assert.NotEqual(GuestOutcome.Answered, (await running).Outcome);
        Assert.Equal(GuestOutcome.NotBegun, (await late!).Outcome);
    }

    [Theory]
    [InlineData("void fault_null_write(void)")]
    [InlineData("void fault_abort(void)")]
    [InlineData("void fault_double_free(void)")]
    public async Task The_lane_that_a_fault_hit_is_known_among_others_that_run(string prototype)
    {
        await using TestGuest guest = await TestGuest.StartAsync([prototype, "int32_t fault_exit(int32_t code)", "int64_t gate_pass(int32_t gate)", "int32_t gate_waiting(int32_t gate)"]);
        Task<GuestReply>[] others = [guest.Submit(0, "gate_pass", 1), guest.Submit(1, "gate_pass", 1)];
        await guest.Reaches(3, "gate_waiting", 2, 1);
        Task<GuestReply> fault = guest.Submit(2, prototype.Split('(')[0].Split(' ')[^1]);
        Assert.Equal(2, (await guest.Death.Task).Culprit?.Index);
        Assert.Equal(GuestOutcome.Lost, (await fault).Outcome);
        Assert.All(await Task.WhenAll(others), reply => Assert.Equal(GuestOutcome.Lost, reply.Outcome));
    }

    [Theory]
    [InlineData("void fault_loop(void)")]
    [InlineData("void fault_sleep(void)")]
    public async Task A_call_that_hangs_is_ended_by_a_kill(string prototype)
    {
        await using TestGuest guest = await TestGuest.StartAsync([prototype, "int32_t hanging_calls(void)"]);
        string name = prototype.Split('(')[0].Split(' ')[^1];
        Task<GuestReply> asynchronous = guest.Submit(0, name);
        Task<GuestReply> synchronous = Task.Run(() => guest.Invoke(1, name));
        await guest.Reaches(2, "hanging_calls", 2);
        guest.Process.Kill("it hangs");
        Assert.Equal(GuestOutcome.Lost, (await asynchronous).Outcome);
        Assert.Equal(GuestOutcome.Lost, (await synchronous).Outcome);
        Assert.Equal("was killed: it hangs", (await guest.Process.Ended).ToString());
    }

    [Fact]
    public async Task Nothing_is_accepted_after_the_end()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int32_t add_i32(int32_t a, int32_t b)"]);
        await guest.Process.StopAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(GuestOutcome.NotBegun, guest.Invoke(0, "add_i32", 1, 2).Outcome);
        Assert.Throws<InvalidOperationException>(() => guest.Submit(0, "add_i32", 1, 2).IsCompleted);
        Assert.True((await guest.Process.Ended).WasAsked);
    }

    [Fact]
    public async Task What_the_guest_writes_comes_as_lines_and_the_last_ones_are_kept()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["void write_error_line(const char *line)", "void fault_abort(void)"]);
        for (int i = 0; i < 30; i++)
        {
            Assert.Equal(GuestOutcome.Answered, guest.Invoke(0, "write_error_line", $"line {i}").Outcome);
        }

        guest.Invoke(0, "fault_abort");
        GuestExit exit = await guest.Process.Ended;
        Assert.Contains("line 29", exit.LastErrorLines);
        Assert.Contains(new GuestOutputLine("line 0", IsError: true), guest.Lines);
    }

    [Fact]
    public async Task Descriptors_that_native_code_spoils_hurt_nobody()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int32_t fault_truncate_all(int64_t length)", "int32_t fault_close_all(void)", Fill]);
        using OwnedBuffer buffer = guest.Allocate(1 << 20);
        guest.Invoke(0, "fault_truncate_all", 0);
        await guest.Submit(0, "fill_bytes", buffer, 1 << 20, 4);
        Assert.True(buffer.Read(bytes => bytes.IndexOfAnyExcept((byte)4)) < 0);
        Assert.True(guest.Invoke(0, "fault_close_all").Value.ToInt32() > 0);
        await guest.Submit(0, "fill_bytes", buffer, 1 << 20, 5);
        Assert.True(buffer.Read(bytes => bytes.IndexOfAnyExcept((byte)5)) < 0);
        guest.Process.Kill("its control socket is gone");
    }

    [Theory]
    [InlineData(GuestExitCodes.ParentEnded, "connection to the service was gone")]
    [InlineData(GuestExitCodes.LaneEnded, "pthread_exit")]
    [InlineData(3, "exited with code 3")]
    public void An_exit_code_of_the_guest_itself_is_said_in_words(int code, string words) =>
        Assert.Contains(words, new GuestExit { Pid = 4711, ExitCode = code }.ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task Memory_is_limited_before_the_library_is_loaded()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int32_t fault_hog_memory(int32_t pieces)"], start => start with { MemoryLimit = 512 << 20 });
        GuestReply reply = await guest.Submit(0, "fault_hog_memory", 2000);
        Assert.True(reply.Outcome == GuestOutcome.Lost || reply.Value.ToInt32() < 512);
    }
}
