using ActorFfi.Native.Tests.Loading;

namespace ActorFfi.Native.Tests.Isolation;

public sealed class GuestStartTests
{
    [Fact]
    public async Task A_missing_library_is_reported_with_all_that_was_tried()
    {
        LibraryLoadException error = await Assert.ThrowsAsync<LibraryLoadException>(() => TestGuest.StartAsync([], start => start with { Candidates = ["/no/such.so", "libnothing-of-that-name.so"] }));
        Assert.Equal(["/no/such.so", "libnothing-of-that-name.so"], error.Attempts.Select(attempt => attempt.Path));
        Assert.All(error.Attempts, attempt => Assert.NotEmpty(attempt.Reason));
    }

    [Fact]
    public async Task Missing_symbols_are_reported_all_at_once_and_optional_ones_are_absent()
    {
        MissingSymbolsException error = await Assert.ThrowsAsync<MissingSymbolsException>(() => TestGuest.StartAsync(["void not_there(void)", "void nor_this(void)", "void nothing(void)"]));
        Assert.Equal(["not_there", "nor_this"], error.Symbols.ToArray());
        await using TestGuest guest = await TestGuest.StartAsync(["void nothing(void)"], start => start with
        {
            Symbols = [.. start.Symbols, Optional("void not_there(void)"), Optional("extern int32_t nor_this")],
        });
        Assert.Null(guest.Process.Function("not_there"));
        Assert.Null(guest.Process.Variable("nor_this"));
        Assert.Throws<ArgumentException>(() => guest.Process.Function("unknown"));
        Assert.Equal(FixtureLibrary.FullPath, guest.Process.Path);
    }

    [Fact]
    public async Task Another_file_than_the_pinned_one_is_not_loaded()
    {
        string hash = new('0', LibraryHash.Digits);
        LibraryHashException error = await Assert.ThrowsAsync<LibraryHashException>(() => TestGuest.StartAsync([], start => start with { Sha256 = hash }));
        Assert.Equal((FixtureLibrary.FullPath, hash), (error.Path, error.Expected));
        Assert.NotNull(error.Actual);
    }

    [Fact]
    public async Task An_executable_that_is_no_guest_fails_the_start_with_its_last_words()
    {
        GuestStartException missing = await Assert.ThrowsAsync<GuestStartException>(() => TestGuest.StartAsync([], start => start with { Executable = "/no/such/guest" }));
        Assert.Contains("/no/such/guest", missing.Message, StringComparison.Ordinal);
        using Script dying = new("echo out of luck >&2; exit 9");
        GuestStartException dead = await Assert.ThrowsAsync<GuestStartException>(() => TestGuest.StartAsync([], start => start with { Executable = dying.Path }));
        Assert.Equal(9, dead.Exit!.ExitCode);
        Assert.Contains("out of luck", dead.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_hangs_or_is_cancelled_leaves_no_process()
    {
        using Script hanging = new("exec sleep 1000");
        GuestStartException late = await Assert.ThrowsAsync<GuestStartException>(() => TestGuest.StartAsync([], start => start with { Executable = hanging.Path, Patience = TimeSpan.FromMilliseconds(100) }));
        Assert.Equal(LinuxSignals.Kill, late.Exit!.Signal);
        Assert.Contains("did not load the library", late.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{late.Exit.Pid}"));
        using CancellationTokenSource cancel = new();
        Task<TestGuest> start = TestGuest.StartAsync([], start => start with { Executable = hanging.Path }, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task Memory_is_limited_before_the_guest_is_executed()
    {
        const long limit = 300L << 20;
        using Script script = new("ulimit -d -S; ulimit -d -H; ls /proc/self/fd | wc -l; echo $#");
        using System.IO.Pipes.AnonymousPipeServerStream output = new(System.IO.Pipes.PipeDirection.In, HandleInheritability.None);
        int end = (int)output.ClientSafePipeHandle.DangerousGetHandle();

        // Nobody but the process itself sets the limit here. Descriptors 0 to 6, and the one that 'ls' opens.
        (int pid, string reason) = GuestSpawn.Start(script.Path, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, [end, end, end, end, end, end], limit);
        output.DisposeLocalCopyOfClientHandle();
        using StreamReader reader = new(output);

        Assert.True(pid > 0, reason);
        Assert.Equal(["307200", "307200", "8", "3"], (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_guest_that_cannot_be_executed_under_its_limit_says_so()
    {
        string noProgram = typeof(GuestStartTests).Assembly.Location;

        GuestStartException error = await Assert.ThrowsAsync<GuestStartException>(() => TestGuest.StartAsync([], start => start with { Executable = noProgram, MemoryLimit = 300L << 20 }));

        Assert.Equal(GuestExitCodes.NotExecuted, error.Exit?.ExitCode);
    }

    [Fact]
    public async Task The_environment_is_what_is_declared()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["const char *getenv(const char *name)"], start => start with { Candidates = ["libc.so.6"], Environment = new Dictionary<string, string> { ["GIVEN"] = "value" } });
        Assert.Equal("value", guest.Invoke(0, "getenv", "GIVEN").Value.ToText());
        Assert.Equal("0", guest.Invoke(0, "getenv", "DOTNET_EnableDiagnostics").Value.ToText());
        Assert.Null(guest.Invoke(0, "getenv", "PATH").Value.ToText());
    }

    [Fact]
    public async Task An_idle_guest_is_small_and_rests()
    {
        await using TestGuest guest = await TestGuest.StartAsync(["int32_t add_i32(int32_t a, int32_t b)"]);
        Assert.Equal(3, guest.Invoke(0, "add_i32", 1, 2).Value.ToInt32());
        Assert.InRange(guest.Process.ResidentBytes(), 1, 40 << 20);
        string resident = File.ReadAllLines($"/proc/{guest.Process.Pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        Assert.InRange(long.Parse(resident.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture), 1, 40 << 10);
    }

    private static GuestSymbol Optional(string prototype)
    {
        SymbolDeclaration declaration = CPrototype.Parse(prototype) with { IsOptional = true };
        return new GuestSymbol(declaration, declaration.Variable is null ? new CallPlan("fixture", declaration) { IsIsolated = true } : null);
    }

    private sealed class Script : IDisposable
    {
        public Script(string commands)
        {
            File.WriteAllText(Path, $"#!/bin/sh\n{commands}\n");
            if (OperatingSystem.IsLinux())
            {
                File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
            }
        }

        public string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, $"script-{Guid.NewGuid():N}.sh");

        public void Dispose() => File.Delete(Path);
    }
}
