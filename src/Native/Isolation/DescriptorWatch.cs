// Safety: the entries passed to poll are a pinned array of this thread; the two ends of the pipe belong to this object for ever, unless
// it has no thread.
namespace ActorFfi;

/// <summary>A thread that waits for many descriptors at once and runs what is to be done when one can be read.</summary>
/// <remarks>Threads: adding and removing from any; actions run on the watching thread, one at a time, and return at once.</remarks>
internal sealed unsafe class DescriptorWatch
{
    private const short CanRead = 1;
    private const int CloseOnExec = 0x80000;
    private const int DoNotBlock = 0x800;

    private static readonly Lock _making = new();
    private static DescriptorWatch? _deaths; // Written under _making, like the next.
    private static DescriptorWatch? _output;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Action> _actions = []; // Guarded by _gate.
    private readonly int _wakeEnd;
    private readonly int _wokenEnd;

    private DescriptorWatch(string name)
    {
        int* ends = stackalloc int[2];
        if (LinuxCalls.CreatePipe(ends, CloseOnExec | DoNotBlock) != 0)
        {
            throw new IOException($"A pipe could not be made: {LinuxCalls.LastError}.");
        }

        _wokenEnd = ends[0];
        _wakeEnd = ends[1];
        try
        {
            new Thread(Run) { IsBackground = true, Name = name }.Start();
        }
        catch
        {
            LinuxCalls.Close(_wokenEnd);
            LinuxCalls.Close(_wakeEnd);
            throw;
        }
    }

    /// <summary>The one that finds out that guests have died.</summary>
    /// <exception cref="IOException">It is not there yet, and the system gives no descriptors.</exception>
    /// <exception cref="OutOfMemoryException">It is not there yet, and the system gives no thread.</exception>
    public static DescriptorWatch Deaths => Volatile.Read(ref _deaths) ?? Make(ref _deaths, "ffi guest deaths");

    /// <summary>The one that reads what guests write.</summary>
    /// <inheritdoc cref="Deaths"/>
    public static DescriptorWatch Output => Volatile.Read(ref _output) ?? Make(ref _output, "ffi guest output");

    /// <summary>Runs an action whenever the descriptor can be read, until it is removed.</summary>
    public void Add(int file, Action action)
    {
        lock (_gate)
        {
            _actions[file] = action;
        }

        Wake();
    }

    /// <summary>Ends what <see cref="Add"/> began; call it before the descriptor is closed.</summary>
    public void Remove(int file)
    {
        lock (_gate)
        {
            _actions.Remove(file);
        }
    }

    // What failed once may succeed the next time.
    private static DescriptorWatch Make(ref DescriptorWatch? made, string name)
    {
        lock (_making)
        {
            return made ??= new DescriptorWatch(name);
        }
    }

    private void Run()
    {
        while (true)
        {
            LinuxCalls.PollEntry[] entries;
            lock (_gate)
            {
                entries = [new() { File = _wokenEnd, Events = CanRead }, .. _actions.Keys.Select(file => new LinuxCalls.PollEntry { File = file, Events = CanRead })];
            }

            int happened;
            fixed (LinuxCalls.PollEntry* first = entries)
            {
                happened = LinuxCalls.Poll(first, (nuint)entries.Length, -1);
            }

            if (happened > 0)
            {
                DrainWakes(entries[0]);
                RunActions(entries.AsSpan(1));
            }
        }
    }

    private void RunActions(ReadOnlySpan<LinuxCalls.PollEntry> entries)
    {
        foreach (LinuxCalls.PollEntry entry in entries)
        {
            Action? action = null;
            lock (_gate)
            {
                if (entry.Happened != 0)
                {
                    _actions.TryGetValue(entry.File, out action);
                }
            }

            action?.Invoke();
        }
    }

    private void DrainWakes(LinuxCalls.PollEntry entry)
    {
        byte* bytes = stackalloc byte[64];
        while (entry.Happened != 0 && LinuxCalls.Read(_wokenEnd, bytes, 64) == 64)
        {
        }
    }

    // A full pipe wakes just as well.
    private void Wake()
    {
        byte one = 1;
        LinuxCalls.Write(_wakeEnd, &one, 1);
    }
}
