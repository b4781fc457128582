using System.Runtime.InteropServices;
using Akka.Actor;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Guests where the system gives this process little: what it lacks is said, nothing is left behind, and the next start may succeed.</summary>
[Collection(nameof(Alone))]
public sealed class GuestScarcityTests
{
    private const int Descriptors = 7; // RLIMIT_NOFILE.
    private const int FirstOfParents = 16;
    private const int DuplicateCloseOnExec = 1030;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task A_start_without_descriptors_says_so_and_leaves_nothing(int free)
    {
        ResourceCensus before = await ResourceCensus.TakeAsync();
        using (Arena arena = Arena.Create("scarce", 1 << 20))
        {
            Task<GuestProcess> start;
            using (new FewDescriptors(free))
            {
                start = GuestProcess.StartAsync(StartIn(arena), new Nobody(), CancellationToken.None);
                ((IAsyncResult)start).AsyncWaitHandle.WaitOne();
            }

            GuestStartException refusal = await Assert.ThrowsAsync<GuestStartException>(() => start);
            Assert.Equal(FailureKind.Crash, new GuestFailureException(ActorRefs.Nobody, refusal).Kind); // So it is tried again.
            Assert.Contains("Too many open files", refusal.Message, StringComparison.Ordinal);
            GuestProcess guest = await GuestProcess.StartAsync(StartIn(arena), new Nobody(), CancellationToken.None);
            await guest.StopAsync(TimeSpan.FromSeconds(10)).Within();
        }

        before.AssertNothingIsLeft();
    }

    [Fact]
    public void A_start_without_a_thread_is_tried_again()
    {
        GuestFailureException failure = new(ActorRefs.Nobody, new OutOfMemoryException("The system gives no thread."));

        Assert.Equal(FailureKind.Crash, failure.Kind);
    }

    [Fact]
    public async Task A_guest_is_looked_at_and_serves_on_though_there_is_no_descriptor_to_look_with()
    {
        await using FfiRuntime ffi = await IsolatedFixture.StartAsync();
        LibraryRef library = ffi[FixtureLibrary.Name];
        int guest = await library.ProcessIdAsync();
        long before = Assert.Single(library.Guests).ResidentBytes;

        long without;
        using (new FewDescriptors(0))
        {
            without = library.Guests[0].ResidentBytes; // As the guest's actor looks each second, and the service's page.
        }

        Assert.InRange(before, 1, long.MaxValue);
        Assert.Equal(before, without); // What was seen last.
        Assert.Equal(guest, await library.ProcessIdAsync());
        Assert.Equal(LibraryState.Ready, library.Status.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_working_directory_that_was_removed_is_missed_only_by_paths_below_it(bool isIsolated)
    {
        using TemporaryFolder folder = new();
        string removed = Directory.CreateDirectory(folder.File("removed")).FullName;
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = removed;
        Directory.Delete(removed);
        try
        {
            IsolationMode isolation = isIsolated ? IsolationMode.Process : IsolationMode.None;
            await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder
                .AddLibrary("whole", library => library.Path(FixtureLibrary.File).Isolation(isolation).Declare("int32_t add_i32(int32_t a, int32_t b)"))
                .AddLibrary("below", library => library.Path("./libbelow.so").Isolation(isolation).Declare("int32_t add_i32(int32_t a, int32_t b)")));

            Assert.Equal(3, (await ffi["whole"]["add_i32"].CallAsync(1, 2).AsTask().Within()).Value.ToInt32());
            Assert.Contains("libbelow.so", Assert.IsType<LibraryLoadException>(ffi["below"].Status.Cause).Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Theory]
    [InlineData("missing", 0, "there is no")]
    [InlineData("not-for-execution", 0, "Permission denied")]
    [InlineData("not-for-execution", 300L << 20, "could not execute")] // Its own process finds out.
    public async Task A_program_that_cannot_be_executed_is_named_and_leaves_nothing(string name, long memory, string reason)
    {
        using TemporaryFolder folder = new();
        string program = name == "missing" ? folder.File(name) : folder.Write(name, "");
        ResourceCensus before = await ResourceCensus.TakeAsync();
        using (Arena arena = Arena.Create("scarce", 1 << 20))
        {
            GuestStartException refusal = await Assert.ThrowsAsync<GuestStartException>(() =>
                GuestProcess.StartAsync(StartIn(arena) with { Executable = program, MemoryLimit = memory }, new Nobody(), CancellationToken.None));
            Assert.Equal(memory > 0 ? FailureKind.Crash : FailureKind.LoadError, new GuestFailureException(ActorRefs.Nobody, refusal).Kind);
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
            Assert.Contains(program, refusal.Message, StringComparison.Ordinal);
        }

        before.AssertNothingIsLeft();
    }

    [Fact]
    public void Memory_files_lie_above_the_descriptors_that_guests_get()
    {
        int standardInput = LinuxCalls.Control(0, DuplicateCloseOnExec, FirstOfParents);
        LinuxCalls.Close(0);
        try
        {
            using Arena arena = Arena.Create("scarce", 1 << 20);
            Assert.InRange(arena.File, FirstOfParents, int.MaxValue);
        }
        finally
        {
            Assert.Equal(0, LinuxCalls.Control(standardInput, 0, 0)); // F_DUPFD: the lowest number that is free.
            LinuxCalls.Close(standardInput);
        }
    }

    private static GuestStart StartIn(Arena arena) => new() { Library = "scarce", Arena = arena, Candidates = [FixtureLibrary.File], Symbols = [], Lanes = 1 };

    /// <summary>Takes all descriptors that this process may have, but for a few, until it is disposed.</summary>
    private sealed class FewDescriptors : IDisposable
    {
        private readonly Limit _before;
        private readonly List<int> _taken = new(4096);

        public FewDescriptors(int free)
        {
            Assert.Equal(0, GetLimit(Descriptors, out _before));
            int most = Directory.GetFiles("/proc/self/fd").Max(static path => int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture));
            Limit few = _before with { Soft = (ulong)most + 16 };
            Assert.Equal(0, SetLimit(Descriptors, few));
            for (int file = Duplicate(); file >= 0; file = Duplicate())
            {
                _taken.Add(file);
            }

            _taken[^free..].ForEach(static file => LinuxCalls.Close(file));
            _taken.RemoveRange(_taken.Count - free, free);
        }

        public void Dispose()
        {
            _taken.ForEach(static file => LinuxCalls.Close(file));
            Assert.Equal(0, SetLimit(Descriptors, _before));
        }

        private static int Duplicate() => LinuxCalls.Control(2, DuplicateCloseOnExec, 0);
    }

    private sealed class Nobody : IGuestOwner
    {
        public void Completed(in GuestReply reply) => Assert.Fail("There was no call.");

        public void Died(GuestProcess guest, GuestExit exit)
        {
        }

        public void Wrote(GuestProcess guest, GuestOutputLine line)
        {
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, in Limit limit);
}
