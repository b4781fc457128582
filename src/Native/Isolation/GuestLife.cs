// Safety: what waitid fills is larger than any siginfo_t; its members lie where Linux has them on 64-bit platforms.
using System.Globalization;

namespace ActorFfi;

/// <summary>The process of a guest: its end is noticed, and whatever it left behind in its process group ends with it.</summary>
/// <remarks>Threads: any.</remarks>
internal sealed unsafe class GuestLife
{
    private const int ByNumber = 1;
    private const int ByDescriptor = 3;
    private const int Exited = 4;
    private const int DoNotReap = 0x01000000;
    private const int DoNotHang = 1;
    private const int CodeOffset = 8;
    private const int StatusOffset = 24;
    private const int CodeExited = 1;
    private const int DataLimit = 2;
    private const int CoreLimit = 4;
    private const int InformationSize = 256;
    private const long Exiting = 4;

    private readonly int _descriptor;
    private long _residentBytes; // As seen last; guarded by Gate.

    /// <param name="pid">A child that was started just now, in a group of its own.</param>
    /// <exception cref="IOException">The system gives no descriptor of it; it was killed.</exception>
    public GuestLife(int pid)
    {
        Pid = pid;
        _descriptor = LinuxCalls.OpenProcess(pid);
        if (_descriptor < 0)
        {
            string reason = LinuxCalls.LastError;
            LinuxCalls.Signal(-pid, LinuxSignals.Kill);
            byte* information = stackalloc byte[InformationSize];
            LinuxCalls.Wait(ByNumber, (uint)pid, information, Exited); // Which does not take long now.
            throw new IOException($"The system gives no descriptor of a process: {reason}.");
        }
    }

    /// <summary>The process id.</summary>
    public int Pid { get; }

    /// <summary>Held by whoever names the process by its number, so that it does not become another's meanwhile.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Whether the process has not been seen to have ended, so that its number is still its own.</summary>
    public bool IsOpen_NeedsLock { get; private set; } = true;

    /// <summary>Calls back once, on the thread that watches for deaths, with the signal or the exit code.</summary>
    public void Watch(Action<int?, int?> died) => DescriptorWatch.Deaths.Add(_descriptor, () =>
    {
        if (HasEnded())
        {
            DescriptorWatch.Deaths.Remove(_descriptor);
            (int? signal, int? code) = End();
            died(signal, code);
        }
    });

    /// <summary>Whether the process has ended or is about to: the system notes that before it closes what the process has open. False where it cannot be looked at.</summary>
    public bool IsEnding
    {
        get
        {
            lock (Gate)
            {
                return !IsOpen_NeedsLock || (TextOf("stat") is { } status && long.TryParse(FlagsIn(status), NumberStyles.None, CultureInfo.InvariantCulture, out long flags) && (flags & Exiting) != 0);
            }
        }
    }

    /// <summary>Sends SIGKILL, unless the process has been seen to have ended.</summary>
    public void Kill()
    {
        lock (Gate)
        {
            if (IsOpen_NeedsLock)
            {
                LinuxCalls.SendSignal(_descriptor, LinuxSignals.Kill);
            }
        }
    }

    /// <summary>How many bytes of physical memory the process has for itself, as seen last; 0 once it has ended.</summary>
    public long ResidentBytes()
    {
        lock (Gate)
        {
            string[] parts = IsOpen_NeedsLock ? TextOf("statm")?.Split(' ') ?? [] : [];
            if (parts.Length > 2)
            {
                _residentBytes = (long.Parse(parts[1], CultureInfo.InvariantCulture) - long.Parse(parts[2], CultureInfo.InvariantCulture)) * Environment.SystemPageSize;
            }

            return IsOpen_NeedsLock ? _residentBytes : 0;
        }
    }

    /// <summary>Bounds the memory that the process commits, 0 for no bound, and lets it leave no core file.</summary>
    public void SetLimits(long memory)
    {
        LinuxCalls.ResourceLimit none = default;
        LinuxCalls.Limit(Pid, CoreLimit, &none, null);
        if (memory > 0)
        {
            LinuxCalls.ResourceLimit data = new() { Soft = (ulong)memory, Hard = (ulong)memory };
            LinuxCalls.Limit(Pid, DataLimit, &data, null);
        }
    }

    // What the system tells of the process; null where it does not, such as for want of a descriptor.
    private string? TextOf(string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{Pid}/{file}"));
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Behind the name, which may hold anything, come the state and six numbers; then these.
    private static string FlagsIn(string status) =>
        status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[6];

    // What the watch saw may have been another descriptor of the same number, closed meanwhile.
    private bool HasEnded()
    {
        LinuxCalls.PollEntry entry = new() { File = _descriptor, Events = 1 };
        return LinuxCalls.Poll(&entry, 1, 0) == 1;
    }

    // The number of the process belongs to it until it is reaped, so its group is ended before that.
    private (int? Signal, int? ExitCode) End()
    {
        byte* information = stackalloc byte[InformationSize];
        new Span<byte>(information, InformationSize).Clear();
        bool isKnown = LinuxCalls.Wait(ByDescriptor, (uint)_descriptor, information, Exited | DoNotReap | DoNotHang) == 0;
        int code = *(int*)(information + CodeOffset);
        int status = *(int*)(information + StatusOffset);
        lock (Gate)
        {
            IsOpen_NeedsLock = false;
            LinuxCalls.Signal(-Pid, LinuxSignals.Kill);
            LinuxCalls.Wait(ByDescriptor, (uint)_descriptor, information, Exited | DoNotHang);
            LinuxCalls.Close(_descriptor);
        }

        return !isKnown || code == 0 ? (null, null) : code == CodeExited ? (null, status) : (status, null);
    }
}
