using System.Security.Cryptography;

namespace ActorFfi;

/// <summary>A running guest: the child process that executes the calls of an isolated library.</summary>
/// <remarks>Threads: every member from any thread. Ownership: it ends by <see cref="StopAsync"/>, <see cref="Kill"/> or by itself; once it has, nothing is left to dispose.</remarks>
internal sealed class GuestProcess
{
    /// <summary>After so long a sleeper looks for itself, in case a hostile guest took its wake-up away.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    // Who waits at a lane has been woken; whoever is there for longer runs the handler of a callback.
    private static readonly TimeSpan _untilHandlersAreLeft = TimeSpan.FromMilliseconds(50);

    private readonly GuestStart _start;
    private readonly SharedMemory _channel;
    private readonly GuestControl _control;
    private readonly GuestLife _life;
    private readonly int _lifeLine;
    private readonly GuestOutput[] _outputs;
    private readonly GuestLane[] _lanes;
    private readonly GuestSymbols _symbols;
    private readonly TaskCompletionSource<GuestExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _killing = new();
    private string? _killReason; // Guarded by _killing, like the two below.
    private bool _brokeRule;
    private bool _wasAsked;
    private volatile GuestExit? _exit;
    private volatile bool _isSwept;
    private volatile bool _isDismissed;
    private int _inside; // How many handlers of callbacks touch the channel; changed interlocked only.
    private long _tells; // Changed interlocked only, like the next.
    private long _nested;
    private readonly Lock _sharing = new();
    private volatile int _sharedChunks; // Written under _sharing.
    private volatile bool _isNoticed; // Once the thread that watches for deaths is done with the channel.

    /// <summary>A guest that runs and has not been told anything yet.</summary>
    public GuestProcess(GuestStart start, IGuestOwner owner, SpawnedGuest spawned)
    {
        _start = start;
        Owner = owner;
        _channel = spawned.Channel;
        _control = spawned.Control;
        _life = spawned.Life;
        _lifeLine = spawned.LifeLine;
        Nonce = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue >> 3;
        Memory = new GuestMemory(_life, start.Library);
        Generation = new LibraryGeneration(start.Library, start.GenerationNumber) { Guest = this, Calls = start.ForeignCalls };
        _lanes = [.. Enumerable.Range(0, start.Lanes).Select(lane => new GuestLane(this, lane, _channel.Address + ChannelLayout.Lanes + (lane * ChannelLayout.LaneSize), Nonce))];
        Reader = new GuestReader(this, _channel.Address);
        _symbols = new GuestSymbols(this, start.Symbols);
        _outputs = [new GuestOutput(spawned.Output, isError: false, Wrote), new GuestOutput(spawned.Error, isError: true, Wrote)];
        _life.Watch(Die);
    }

    /// <summary>The process id.</summary>
    public int Pid => _life.Pid;

    /// <summary>The name of the library.</summary>
    public string Library => _start.Library;

    /// <summary>The path that the library was loaded from.</summary>
    public string Path => _symbols.Path;

    /// <summary>What handles that the guest's native code gives out carry: one for each guest. It ends when the guest dies.</summary>
    public LibraryGeneration Generation { get; }

    /// <summary>The native threads of the guest.</summary>
    public IReadOnlyList<GuestLane> Lanes => _lanes;

    /// <summary>Whether the guest is dead.</summary>
    public bool HasEnded => _exit is not null;

    /// <summary>Whether the guest is dead and its owner knows, so that what is submitted now is completed by the submitter.</summary>
    public bool IsSwept => _isSwept;

    /// <summary>Completes with how it ended, after the last call of the owner's members. What the guest had is gone by then, unless the handler of a callback runs on.</summary>
    public Task<GuestExit> Ended => _ended.Task;

    /// <summary>Who is told what the guest does.</summary>
    public IGuestOwner Owner { get; }

    /// <summary>Takes the replies of the guest.</summary>
    public GuestReader Reader { get; }

    /// <summary>The shared memory of the library.</summary>
    public Arena Arena => _start.Arena;

    /// <summary>The guest's own memory.</summary>
    public GuestMemory Memory { get; }

    /// <summary>What the stamps of replies are counted from, so that bytes written at random hit none.</summary>
    internal long Nonce { get; }

    /// <summary>Starts a guest and loads the library in it.</summary>
    /// <param name="start">What it is started with.</param>
    /// <param name="owner">Who is told what it does.</param>
    /// <param name="cancellationToken">Kills it while it starts.</param>
    /// <exception cref="GuestStartException">It could not be started, or ended before the library was loaded.</exception>
    /// <exception cref="LibraryLoadException">No candidate can be loaded.</exception>
    /// <exception cref="LibraryHashException">The first candidate that exists is another file than the pinned one.</exception>
    /// <exception cref="MissingSymbolsException">The library lacks symbols that are not optional.</exception>
    /// <exception cref="PlatformNotSupportedException">Isolation needs Linux.</exception>
    public static Task<GuestProcess> StartAsync(GuestStart start, IGuestOwner owner, CancellationToken cancellationToken) =>
        GuestStarter.StartAsync(start, owner, cancellationToken);

    /// <summary>A function as declared; null for an optional one that the library lacks.</summary>
    /// <exception cref="ArgumentException">No function of that name is declared.</exception>
    public GuestFunction? Function(string name) => _symbols.Function(name);

    /// <summary>A function that the guest gave out.</summary>
    /// <param name="function">One whose <see cref="NativeFunction.Generation"/> is this guest's.</param>
    public GuestFunction FunctionOf(NativeFunction function) => _symbols.FunctionOf(function);

    /// <summary>A variable as declared; null for an optional one that the library lacks. It is read and written in the guest's memory.</summary>
    /// <exception cref="ArgumentException">No variable of that name is declared.</exception>
    public NativeVariable? Variable(string name) => _symbols.Variable(name);

    /// <summary>How many bytes of physical memory the guest uses for itself, shared memory not counted; 0 once it has ended.</summary>
    public long ResidentBytes() => _life.ResidentBytes();

    /// <summary>Ends the guest at once by SIGKILL; does nothing where it has ended.</summary>
    /// <param name="reason">Why, for <see cref="GuestExit.KillReason"/>; the first reason counts.</param>
    public void Kill(string reason) => KillFor(reason, breaksRule: false);

    /// <summary>Asks the guest to end, and kills it if it does not in time. Calls that are running are lost.</summary>
    /// <returns>How it ended.</returns>
    public async Task<GuestExit> StopAsync(TimeSpan patience)
    {
        lock (_killing)
        {
            _wasAsked |= !HasEnded && _killReason is null;
        }

        if (_control.TrySend(GuestMessage.Stop) && patience > TimeSpan.Zero)
        {
            await Task.WhenAny(Ended, Task.Delay(patience)).ConfigureAwait(false);
        }

        Kill("it did not end in time when it was asked to");
        return await Ended.ConfigureAwait(false);
    }

    /// <summary>Ends a guest that wrote into shared memory what no guest writes.</summary>
    /// <returns>What calls fail with that are hit by it.</returns>
    internal GuestRefusedException Break(string rule)
    {
        string reason = $"it broke a rule of shared memory: {rule}";
        KillFor(reason, breaksRule: true);
        return new GuestRefusedException(Library, "(unknown)", reason);
    }

    /// <summary>Keeps the channel until <see cref="Leave"/>; false once it is gone.</summary>
    internal bool TryEnter()
    {
        Interlocked.Increment(ref _inside);
        if (!_isDismissed)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Ends what <see cref="TryEnter"/> began.</summary>
    internal void Leave() => Interlocked.Decrement(ref _inside);

    /// <summary>Another number for each thing that native code in a callback is told.</summary>
    internal long NextTell() => Interlocked.Increment(ref _tells);

    /// <summary>The stamp of the next nested call; none that a lane uses.</summary>
    internal long NextNestedStamp() => Nonce + (1L << 61) + Interlocked.Increment(ref _nested);

    /// <summary>Where a place lies.</summary>
    internal nint AddressOfPlace(int index) => _channel.Address + ChannelLayout.PlacesFor(_lanes.Length) + (index * ChannelLayout.PlaceSize);

    /// <summary>A place by the number that the guest says; null, and the guest ends, where there is none.</summary>
    internal GuestPlace? PlaceOf(int index, GuestLane? lane)
    {
        if (index < ChannelLayout.MostPlaces)
        {
            return new GuestPlace(this, lane, AddressOfPlace(index));
        }

        Break("a callback waits at a place that does not exist");
        return null;
    }

    /// <summary>Lets the guest mirror the trampolines that this process has made since, before its next call.</summary>
    internal void ShareTrampolines()
    {
        if (_sharedChunks == TrampolinePool.Chunks)
        {
            return;
        }

        lock (_sharing)
        {
            int chunks = Math.Min(TrampolinePool.Chunks, ChannelLayout.MostChunks);
            for (int chunk = _sharedChunks; chunk < chunks; chunk++)
            {
                SharedWord.Write64(_channel.Address + ChannelLayout.TrampolineAddresses + (chunk * sizeof(long)), TrampolinePool.AddressOf(chunk));
            }

            SharedWord.Write32(_channel.Address + ChannelLayout.TrampolineChunks, chunks);
            _sharedChunks = chunks;
        }
    }

    /// <summary>The address in the guest of what lies at an offset of the arena.</summary>
    internal nint AddressInGuest(long offset) => unchecked(_symbols.Arena + (nint)offset);

    /// <summary>The address in this process of what the guest has at an address, where that is in the arena; else the address itself.</summary>
    internal nint AddressHere(nint inGuest)
    {
        long offset = unchecked(inGuest - _symbols.Arena);
        return offset >= 0 && offset < Arena.Size ? Arena.AddressOf(offset) : inGuest;
    }

    /// <summary>Begins the native thread of a lane.</summary>
    internal void BeginLane(int lane)
    {
        // A death that is not noticed yet has closed the socket too; it needs no other reason.
        if (!_control.TrySend(GuestMessage.BeginLane, writer => writer.Write(lane)) && !_life.IsEnding)
        {
            Kill("it can no longer be told to begin a thread, because its native code closed the control socket");
        }
    }

    /// <summary>A function that the guest has not learnt of.</summary>
    internal GuestFunction Define(NativeFunction function, int frees) => _symbols.Define(function, frees);

    /// <summary>Tells the guest what it is for, and waits until it is ready or has failed.</summary>
    internal void Load()
    {
        _life.SetLimits(_start.MemoryLimit); // The memory's once more, where it could not be set before the guest was executed.
        ShareTrampolines();
        GuestHandshake.Begin(_start, Nonce, _control, _channel.Size);
        _symbols.Learn(GuestHandshake.End(_start, _control, Pid));
    }

    /// <summary>Waits for the end of a guest that is not wanted, or has not started as it should.</summary>
    internal GuestExit WaitForEnd(string reason)
    {
        Kill(reason);
        SpinWait.SpinUntil(() => HasEnded);
        Dismiss(_exit!);
        return _exit!;
    }

    /// <summary>Takes replies until the guest has ended; this is the guest's reader thread.</summary>
    internal void TakeReplies()
    {
        Reader.Run();
        GuestExit exit = _exit!;
        foreach (GuestLane lane in _lanes)
        {
            lane.TakeReplies();
        }

        Generation.End();
        Generation.Loans.Tear();
        Owner.Died(this, exit);
        _isSwept = true;
        Interlocked.MemoryBarrier(); // Submitters see that, or their calls are seen here.
        foreach (GuestLane lane in _lanes)
        {
            lane.EndAll();
        }

        Dismiss(exit);
    }

    // Lets go of everything that was the guest's, once nobody is at a lane any more; who waits there has been woken.
    private void Dismiss(GuestExit exit)
    {
        _control.Dispose();
        LinuxCalls.Close(_lifeLine);
        _isDismissed = true;
        Interlocked.MemoryBarrierProcessWide();
        if (!SpinWait.SpinUntil(HasNobody, _untilHandlersAreLeft))
        {
            _ended.TrySetResult(exit); // A handler may wait for what comes after the end, and must not be waited for in its turn.
            SpinWait.SpinUntil(HasNobody);
        }

        _channel.Dispose();
        Arena.LetGo();
        _ended.TrySetResult(exit);
    }

    private bool HasNobody() => Volatile.Read(ref _inside) == 0 && _isNoticed && !Array.Exists(_lanes, static lane => lane.IsEntered);

    private void KillFor(string reason, bool breaksRule)
    {
        lock (_killing)
        {
            if (HasEnded)
            {
                return;
            }

            _killReason ??= reason;
            _brokeRule |= breaksRule;
        }

        _life.Kill();
    }

    // On the thread that watches for deaths.
    private void Die(int? signal, int? exitCode)
    {
        foreach (GuestOutput output in _outputs)
        {
            output.Finish();
        }

        lock (_killing)
        {
            _exit = new GuestExit
            {
                Pid = Pid,
                Signal = signal,
                ExitCode = exitCode,
                Culprit = signal is null or LinuxSignals.Kill ? null : Culprit(),
                KillReason = signal == LinuxSignals.Kill ? _killReason : null,
                BrokeRule = _brokeRule,
                WasAsked = _wasAsked && exitCode == 0,
                LastErrorLines = _outputs[1].LastLines,
            };
        }

        _control.End();
        SharedWord.Wake(_channel.Address + ChannelLayout.ReaderSleeps);
        Array.ForEach(_lanes, lane => lane.WakeCaller());
        for (int place = 0; place < ChannelLayout.MostPlaces; place++)
        {
            SharedWord.Wake(AddressOfPlace(place) + ChannelLayout.PlaceCallerSleeps);
        }

        _isNoticed = true;
    }

    // The guest has ended: what it noted does not change any more, and may be anything.
    private GuestLane? Culprit()
    {
        int thread = SharedWord.Read32(_channel.Address + ChannelLayout.FaultThread);
        return thread == 0 ? null : Array.Find(_lanes, lane => lane.Thread == thread);
    }

    private void Wrote(GuestOutputLine line) => Owner.Wrote(this, line);
}
