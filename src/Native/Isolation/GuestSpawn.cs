// Safety: the opaque structures of posix_spawn get more room than any C library needs; texts and arrays live in unmanaged memory
// until the call has returned. Descriptors are moved above those that the guest gets before anything is duplicated onto them.
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Starts guest processes, all from one thread that lives as long as this process.</summary>
internal static unsafe class GuestSpawn
{
    /// <summary>The guest's descriptors: the control socket, the channel, the arena.</summary>
    public const int ControlFile = 3;

    /// <inheritdoc cref="ControlFile"/>
    public const int ChannelFile = 4;

    /// <inheritdoc cref="ControlFile"/>
    public const int ArenaFile = 5;

    /// <summary>The read end of a pipe that nobody writes to: it ends with the parent.</summary>
    public const int LifeFile = 6;

    /// <summary>The guest's first argument, which says that a runtime started it; the protocol's version follows, and the process that started it.</summary>
    public const string Serve = "serve";

    private const int DuplicateCloseOnExec = 1030;
    private const int OpaqueSize = 1024;
    private const short DefaultSignals = 4;
    private const short SignalMask = 8;
    private const short OwnGroup = 2;

    private static readonly Lock _starting = new();
    private static BlockingCollection<Action>? _requests; // Of the thread that starts processes; written under _starting.

    /// <summary>Starts a process.</summary>
    /// <param name="executable">Its file.</param>
    /// <param name="environment">Its whole environment.</param>
    /// <param name="files">What it gets as its descriptors 1 to 6.</param>
    /// <param name="memory">How much memory it may commit, from its first instruction on where the system lets that be; 0 for no bound.</param>
    /// <returns>Its id, or the system's error number, negative, and what that means.</returns>
    public static (int Pid, string Reason) Start(string executable, IReadOnlyDictionary<string, string> environment, ReadOnlySpan<int> files, long memory = 0)
    {
        int program = memory > 0 ? LimitProgram.Create(memory) : -1;
        if (program < 0)
        {
            return Start(executable, executable, environment, [.. files]);
        }

        (int Pid, string Reason) bounded;
        try
        {
            bounded = Start(LimitProgram.Path, executable, environment, [.. files, program]);
        }
        finally
        {
            LinuxCalls.Close(program);
        }

        return bounded.Pid >= 0 ? bounded : Start(executable, executable, environment, [.. files]); // Memory files are not executed here.
    }

    private static (int Pid, string Reason) Start(string program, string executable, IReadOnlyDictionary<string, string> environment, int[] files)
    {
        TaskCompletionSource<(int, string)> started = new();
        Requests().Add(() =>
        {
            try
            {
                started.SetResult(StartHere(program, executable, environment, files));
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>The same descriptor with a number above those that guests get, closed on exec; the given one is closed.</summary>
    /// <exception cref="IOException">The system has no more descriptors.</exception>
    public static int MoveUp(int file)
    {
        int moved = LinuxCalls.Control(file, DuplicateCloseOnExec, 16);
        string reason = LinuxCalls.LastError;
        LinuxCalls.Close(file);
        return moved >= 0 ? moved : throw new IOException($"No descriptor is left: {reason}.");
    }

    // Where the system gives no thread now it may give one for the next start.
    private static BlockingCollection<Action> Requests()
    {
        lock (_starting)
        {
            return _requests ??= StartThread();
        }
    }

    private static BlockingCollection<Action> StartThread()
    {
        BlockingCollection<Action> requests = [];
        Thread thread = new(() =>
        {
            foreach (Action request in requests.GetConsumingEnumerable())
            {
                request();
            }
        })
        {
            IsBackground = true,
            Name = "ffi guest starts",
        };
        thread.Start();
        return requests;
    }

    private static (int Pid, string Reason) StartHere(string program, string executable, IReadOnlyDictionary<string, string> environment, int[] files)
    {
        byte* actions = stackalloc byte[OpaqueSize];
        byte* attributes = stackalloc byte[OpaqueSize];
        byte** arguments = Texts([executable, Serve, Number(ChannelLayout.Version), Number(Environment.ProcessId)]);
        byte** variables = Texts([.. environment.Select(variable => $"{variable.Key}={variable.Value}")]);
        byte* path = (byte*)Marshal.StringToCoTaskMemUTF8(program);
        try
        {
            int failed = Prepare(actions, attributes, files);
            int pid = 0;
            failed = failed != 0 ? failed : LinuxCalls.Spawn(&pid, path, actions, attributes, arguments, variables);
            return failed == 0 ? (pid, "") : (-failed, Marshal.GetPInvokeErrorMessage(failed));
        }
        finally
        {
            LinuxCalls.DestroySpawnActions(actions);
            LinuxCalls.DestroySpawnAttributes(attributes);
            Marshal.FreeCoTaskMem((nint)path);
            Free(arguments);
            Free(variables);
        }
    }

    private static int Prepare(byte* actions, byte* attributes, int[] files)
    {
        byte* signals = stackalloc byte[OpaqueSize];
        LinuxCalls.InitSpawnActions(actions);
        LinuxCalls.InitSpawnAttributes(attributes);
        LinuxCalls.FillSignalSet(signals);
        int failed = LinuxCalls.SetSpawnDefaultSignals(attributes, signals);
        LinuxCalls.EmptySignalSet(signals);
        failed |= LinuxCalls.SetSpawnSignalMask(attributes, signals);
        failed |= LinuxCalls.SetSpawnGroup(attributes, 0);
        failed |= LinuxCalls.SetSpawnFlags(attributes, DefaultSignals | SignalMask | OwnGroup);
        failed |= LinuxCalls.AddSpawnOpen(actions, 0, "/dev/null", 0, 0);
        for (int i = 0; i < files.Length; i++)
        {
            failed |= LinuxCalls.AddSpawnDuplicate(actions, files[i], i + 1);
        }

        return failed | LinuxCalls.AddSpawnCloseFrom(actions, files.Length + 1);
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static byte** Texts(string[] texts)
    {
        byte** array = (byte**)NativeMemory.AllocZeroed((nuint)((texts.Length + 1) * sizeof(byte*)));
        for (int i = 0; i < texts.Length; i++)
        {
            array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        }

        return array;
    }

    private static void Free(byte** texts)
    {
        for (byte** text = texts; *text != null; text++)
        {
            Marshal.FreeCoTaskMem((nint)(*text));
        }

        NativeMemory.Free(texts);
    }
}
