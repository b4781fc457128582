// Safety: every descriptor that is opened here is closed here or handed to the object that closes it; the array that pipes and
// sockets are written to lives on the stack of the call.
namespace ActorFfi;

/// <summary>Starts guests: makes what connects both sides, starts the process, and waits on a thread of its own until the library is loaded.</summary>
internal static unsafe class GuestStarter
{
    private const int Unix = 1;
    private const int Stream = 1;
    private const int CloseOnExec = 0x80000;
    private const int DoNotBlock = 0x800;
    private const int SetFlags = 4;

    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(1);

    // No process, no memory, no descriptor in the system, none in this process.
    private static readonly int[] _wants = [11, 12, 23, 24];

    /// <inheritdoc cref="GuestProcess.StartAsync"/>
    public static Task<GuestProcess> StartAsync(GuestStart start, IGuestOwner owner, CancellationToken cancellationToken)
    {
        Demand(start);
        TaskCompletionSource<GuestProcess> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() => Run(start, owner, started, cancellationToken)) { IsBackground = true, Name = $"ffi guest {start.Library}" };
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException none)
        {
            started.SetException(Wanting(start, new OutOfMemoryException("The system gives no thread.", none)));
        }

        return started.Task;
    }

    // The thread goes on as the guest's reader.
    private static void Run(GuestStart start, IGuestOwner owner, TaskCompletionSource<GuestProcess> started, CancellationToken cancellationToken)
    {
        GuestProcess guest;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            guest = new GuestProcess(start, owner, Spawn(start));
        }
        catch (Exception failure)
        {
            started.SetException(failure is IOException or OutOfMemoryException ? Wanting(start, failure) : failure);
            return;
        }

        try
        {
            Load(guest, start, cancellationToken);
        }
        catch (Exception failure)
        {
            if (HasGoneAway(failure))
            {
                SpinWait.SpinUntil(() => guest.HasEnded, _farewell); // It dies just now; killed meanwhile it would seem to have died of that.
            }

            GuestExit exit = guest.WaitForEnd("it did not start as it should");
            started.SetException(Explain(start, failure, exit, cancellationToken));
            return;
        }

        started.SetResult(guest);
        guest.TakeReplies();
    }

    private static void Load(GuestProcess guest, GuestStart start, CancellationToken cancellationToken)
    {
        string late = $"it did not load the library within {start.Patience}";
        using Timer patience = new(_ => guest.Kill(late), null, start.Patience, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(_ => guest.Kill("its start was cancelled"), null);
        guest.Load();
    }

    private static Exception Explain(GuestStart start, Exception failure, GuestExit exit, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellationToken);
        }

        string last = exit.LastErrorLines.IsEmpty ? "" : $" Its last words: {string.Join(" | ", exit.LastErrorLines)}";
        string how = exit.ExitCode == GuestExitCodes.NotExecuted ? $"could not execute '{ExecutableOf(start)}' under the memory limit of {start.MemoryLimit:N0} bytes" : $"{exit}";
        return HasGoneAway(failure)
            ? new GuestStartException(start.Library, $"process {exit.Pid} {how}.{last}") { Exit = exit }
            : failure;
    }

    private static GuestStartException Wanting(GuestStart start, Exception cause) => new(start.Library, cause.Message, cause) { IsForWantOfResources = true };

    private static bool HasGoneAway(Exception failure) =>
        failure is GuestStartException { InnerException: null } && !failure.Message.Contains("says:", StringComparison.Ordinal);

    private static void Demand(GuestStart start)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Guest processes need Linux. Set 'Isolation' to 'None' on this system.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(start.Lanes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start.Lanes, ChannelLayout.MostLanes);
    }

    private static string ExecutableOf(GuestStart start) => start.Executable ?? GuestExecutable.Path;

    private static SpawnedGuest Spawn(GuestStart start)
    {
        string executable = ExecutableOf(start);
        if (!File.Exists(executable))
        {
            throw new GuestStartException(start.Library, $"there is no '{executable}'. Build or publish the application with its folder 'guest'.");
        }

        _ = (DescriptorWatch.Deaths, DescriptorWatch.Output); // What fails is to fail before there is a process.
        List<int> opened = [];
        SharedMemory? channel = null;
        start.Arena.Hold();
        try
        {
            channel = SharedMemory.Create("actorffi-channel", ChannelLayout.SizeFor(start.Lanes));
            return Spawn(start, executable, channel, opened);
        }
        catch
        {
            opened.ForEach(file => LinuxCalls.Close(file));
            channel?.Dispose();
            start.Arena.LetGo();
            throw;
        }
    }

    private static SpawnedGuest Spawn(GuestStart start, string executable, SharedMemory channel, List<int> opened)
    {
        (int outputEnd, int output) = CreatePipe(opened);
        (int errorEnd, int error) = CreatePipe(opened);
        (int guestEnd, int control) = CreateSocket(opened);
        (int lifeEnd, int lifeLine) = CreatePipe(opened);
        int[] files = [output, error, guestEnd, channel.File, start.Arena.File, lifeEnd];
        (int pid, string reason) = GuestSpawn.Start(executable, GuestEnvironment.Of(start), files, start.MemoryLimit);
        int[] given = [output, error, guestEnd, lifeEnd];
        Array.ForEach(given, file => LinuxCalls.Close(file));
        opened.RemoveAll(given.Contains);
        if (pid < 0)
        {
            throw new GuestStartException(start.Library, $"the system does not start '{executable}': {reason}.") { IsForWantOfResources = _wants.Contains(-pid) };
        }

        LinuxCalls.Control(outputEnd, SetFlags, DoNotBlock);
        LinuxCalls.Control(errorEnd, SetFlags, DoNotBlock);
        return new SpawnedGuest(new GuestLife(pid), new GuestControl(control), channel, lifeLine, outputEnd, errorEnd);
    }

    private static (int Read, int Write) CreatePipe(List<int> opened)
    {
        int* ends = stackalloc int[2];
        return Opened(ends, LinuxCalls.CreatePipe(ends, CloseOnExec), opened);
    }

    private static (int Guest, int Parent) CreateSocket(List<int> opened)
    {
        int* ends = stackalloc int[2];
        return Opened(ends, LinuxCalls.CreateSocketPair(Unix, Stream | CloseOnExec, 0, ends), opened);
    }

    private static (int First, int Second) Opened(int* ends, int failed, List<int> opened)
    {
        if (failed != 0)
        {
            throw new IOException($"The system gives no descriptors: {LinuxCalls.LastError}.");
        }

        int second = ends[1];
        opened.Add(second);
        int first = GuestSpawn.MoveUp(ends[0]);
        opened.Add(first);
        opened.Remove(second); // From here on it is moved, or closed by that.
        second = GuestSpawn.MoveUp(second);
        opened.Add(second);
        return (first, second);
    }
}
