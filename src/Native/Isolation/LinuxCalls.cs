// Safety: the signatures are those of the system's C library. What is passed by pointer lives across each call, which is
// the word of the callers in this folder; descriptors belong to whoever opened them and are closed once.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>The functions of Linux that isolation needs and .NET has none for.</summary>
internal static unsafe partial class LinuxCalls
{
    private const string C = "libc";
    private const long FutexSystemCall = 202;
    private const long Arm64FutexSystemCall = 98;
    private const long SendSignalSystemCall = 424;
    private const long OpenProcessSystemCall = 434;
    private const int FutexWait = 0;
    private const int FutexWake = 1;
    private const int FutexPrivate = 128;

    [LibraryImport(C, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport(C, EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int SetLength(int file, long length);

    [LibraryImport(C, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int file, int command, nint argument);

    [LibraryImport(C, EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(int file, int mode, long offset, long length);

    [LibraryImport(C, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport(C, EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport(C, EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport(C, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);

    [LibraryImport(C, EntryPoint = "pipe2", SetLastError = true)]
    public static partial int CreatePipe(int* ends, int flags);

    [LibraryImport(C, EntryPoint = "socketpair", SetLastError = true)]
    public static partial int CreateSocketPair(int domain, int type, int protocol, int* ends);

    [LibraryImport(C, EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int socket, int how);

    [LibraryImport(C, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport(C, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int file, byte* bytes, nuint length);

    [LibraryImport(C, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int file, byte* bytes, nuint length);

    [LibraryImport(C, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport(C, EntryPoint = "waitid", SetLastError = true)]
    public static partial int Wait(int kind, uint id, byte* information, int options);

    [LibraryImport(C, EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);

    [LibraryImport(C, EntryPoint = "sigaction", SetLastError = true)]
    public static partial int SetAction(int signal, byte* action, byte* before);

    [LibraryImport(C, EntryPoint = "getpid")]
    public static partial int ProcessId();

    [LibraryImport(C, EntryPoint = "sched_getcpu")]
    [SuppressGCTransition]
    public static partial int CurrentProcessor();

    [LibraryImport(C, EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int Processors(int thread, nuint size, byte* mask);

    [LibraryImport(C, EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetProcessors(int thread, nuint size, byte* mask);

    [LibraryImport(C, EntryPoint = "_exit")]
    public static partial void Exit(int code);

    [LibraryImport(C, EntryPoint = "prlimit", SetLastError = true)]
    public static partial int Limit(int process, int resource, ResourceLimit* limit, ResourceLimit* previous);

    [LibraryImport(C, EntryPoint = "pthread_key_create")]
    public static partial int CreateThreadKey(uint* key, nint destructor);

    [LibraryImport(C, EntryPoint = "pthread_setspecific")]
    public static partial int SetThreadValue(uint key, nint value);

    [LibraryImport(C, EntryPoint = "process_vm_readv", SetLastError = true)]
    public static partial nint ReadProcess(int process, MemoryRange* here, nuint hereCount, MemoryRange* there, nuint thereCount, nuint flags);

    [LibraryImport(C, EntryPoint = "process_vm_writev", SetLastError = true)]
    public static partial nint WriteProcess(int process, MemoryRange* here, nuint hereCount, MemoryRange* there, nuint thereCount, nuint flags);

    [LibraryImport(C, EntryPoint = "posix_spawn")]
    public static partial int Spawn(int* process, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitSpawnActions(byte* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroySpawnActions(byte* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddSpawnDuplicate(byte* actions, int file, int target);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddSpawnOpen(byte* actions, int target, string path, int flags, uint mode);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    public static partial int AddSpawnCloseFrom(byte* actions, int first);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_init")]
    public static partial int InitSpawnAttributes(byte* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroySpawnAttributes(byte* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetSpawnFlags(byte* attributes, short flags);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setpgroup")]
    public static partial int SetSpawnGroup(byte* attributes, int group);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetSpawnDefaultSignals(byte* attributes, byte* signals);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSpawnSignalMask(byte* attributes, byte* signals);

    [LibraryImport(C, EntryPoint = "sigfillset")]
    public static partial int FillSignalSet(byte* signals);

    [LibraryImport(C, EntryPoint = "sigemptyset")]
    public static partial int EmptySignalSet(byte* signals);

    /// <summary>The system's number of this thread.</summary>
    public static int ThreadId() => (int)SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 178 : 186, 0, 0, 0, 0, 0, 0);

    /// <summary>A descriptor that stands for a process, closed on exec.</summary>
    public static int OpenProcess(int process) => (int)SystemCall(OpenProcessSystemCall, process, 0, 0, 0, 0, 0);

    /// <summary>Sends a signal to the process behind a descriptor; never to another one that has its number by now.</summary>
    public static int SendSignal(int descriptor, int signal) => (int)SystemCall(SendSignalSystemCall, descriptor, signal, 0, 0, 0, 0);

    /// <summary>Sleeps until the word is woken, unless it no longer holds the value.</summary>
    public static void WaitOn(uint* word, uint value, TimeSpan? timeout) => Wait((nint)word, FutexWait, (nint)value, timeout);

    /// <summary>The same for a word that only this process sleeps on.</summary>
    public static void WaitPrivately(int* word, int value, TimeSpan? timeout) => Wait((nint)word, FutexWait | FutexPrivate, value, timeout);

    private static void Wait(nint word, int operation, nint value, TimeSpan? timeout)
    {
        long* time = stackalloc long[2];
        if (timeout is { } most)
        {
            time[0] = most.Ticks / TimeSpan.TicksPerSecond;
            time[1] = most.Ticks % TimeSpan.TicksPerSecond * 100;
        }

        SystemCall(FutexNumber, word, operation, value, timeout is null ? 0 : (nint)time, 0, 0);
    }

    /// <summary>Wakes whoever sleeps on the word, in whichever process.</summary>
    public static void WakeAll(uint* word) => SystemCall(FutexNumber, (nint)word, FutexWake, int.MaxValue, 0, 0, 0);

    /// <summary>Wakes one of this process's threads that sleep on the word.</summary>
    public static void WakeOnePrivately(int* word) => SystemCall(FutexNumber, (nint)word, FutexWake | FutexPrivate, 1, 0, 0, 0);

    /// <summary>What the system says about the last call of this thread that failed.</summary>
    public static string LastError => Marshal.GetLastPInvokeErrorMessage();

    private static long FutexNumber => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Arm64FutexSystemCall : FutexSystemCall;

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(long number, nint first, nint second, nint third, nint fourth, nint fifth, nint sixth);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int File;
        public short Events;
        public short Happened;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MemoryRange
    {
        public nint Start;
        public nuint Length;
    }

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
