// Safety: the parent is trusted: what it wrote into a slot before the call became visible is as the layout says, offsets lie inside
// the arena or the slot, and frames are as large as the plan says. Texts that are too long for a slot stay in memory of this lane
// until the slot is used again, which is after the parent has read them.
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ActorFfi;

/// <summary>A lane inside the guest: a native thread that executes the calls of its ring in order.</summary>
internal sealed unsafe class ServedLane(ServedLibrary library, int index, Func<ServedLane, bool> prepare)
{
    private static readonly long _patience = SpinRule.SpinTicks / 4;
    private static readonly uint _threadEnds = CreateThreadKey();

    private readonly nint _lane = library.Channel + ChannelLayout.Lanes + (nint)index * ChannelLayout.LaneSize;
    private readonly nint _arena = library.Arena;
    private readonly nint[] _texts = new nint[ChannelLayout.Depth];
    private readonly nint[] _nestedTexts = new nint[ChannelLayout.MostPlaces];
    private readonly SpinRule _spin = new();
    private readonly StepAside _aside = new();
    private readonly nint _readerWord = library.Channel + ChannelLayout.ReaderSleeps;
    private readonly nint _replyBits = library.Channel + ChannelLayout.ReplyBits + (index / 64 * sizeof(ulong));
    private Service _service; // Of the innermost call.
    private bool _owesWake; // Whether the parent's reader slept when a reply was announced, and was not woken.
    private long _asked;

    [ThreadStatic]
    private static ServedLane? _current;

    /// <summary>The lane that this thread is; null for a thread of native code's own.</summary>
    public static ServedLane? Current => _current;

    /// <summary>The lane's place.</summary>
    public int Index => index;

    /// <summary>Which call of the ring runs.</summary>
    public long Number { get; private set; }

    /// <summary>Makes a call that nobody has asked for, before there are others: the code for calls is compiled with the first one, which takes longer than a thousand calls.</summary>
    /// <param name="function">The number of a function without parameters.</param>
    public void Rehearse(int function)
    {
        nint slot = SlotOf(0);
        *(int*)(slot + ChannelLayout.Function) = function;
        *(nint*)(slot + ChannelLayout.FunctionAddress) = library.Find(function)!.Address;
        *(long*)(slot + ChannelLayout.FrameOffset) = -1;
        *(int*)(slot + ChannelLayout.Frees) = -1;
        Wait(0);
        Serve(0);
        nint word = _lane + ChannelLayout.LaneSleeps;
        if (_spin.TryBegin())
        {
            _spin.End(Spin(0));
        }

        SharedWord.Sleep(word, null); // Returns at once: no sleep was announced.
        SharedWord.AnnounceSleep(word);
        SharedWord.Wake(word);
        SharedWord.Awake(word);
        _aside.Woken(-1);
        *(long*)(slot + ChannelLayout.Stamp) = 0;
    }

    /// <summary>Begins the thread.</summary>
    public void Begin() => new Thread(Run) { IsBackground = true, Name = $"lane {index}" }.Start();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run()
    {
        // Native code may end the thread under the call; then the C library runs _exit, with this value as its code.
        LinuxCalls.SetThreadValue(_threadEnds, GuestExitCodes.LaneEnded);
        _current = this;
        SharedWord.Write32(_lane + ChannelLayout.LaneThread, LinuxCalls.ThreadId());
        if (!prepare(this))
        {
            LinuxCalls.SetThreadValue(_threadEnds, 0);
            return;
        }

        for (long number = 1; ; number++)
        {
            if (SharedWord.Read64(_lane + ChannelLayout.Submitted) >= number)
            {
                PayWake(); // The call may take long.
            }

            while (SharedWord.Read64(_lane + ChannelLayout.Submitted) < number)
            {
                Wait(number);
            }

            Serve(number);
        }
    }

    private void Wait(long number)
    {
        for (int i = 0; i < SpinRule.FirstLooks; i++)
        {
            if (SharedWord.Read64(_lane + ChannelLayout.Submitted) >= number)
            {
                PayWake();
                return;
            }

            SpinRule.Relax();
        }

        if (_spin.TryBegin())
        {
            bool paid = Spin(number);
            _spin.End(paid);
            if (paid)
            {
                PayWake();
                return;
            }
        }

        PayWake();
        nint word = _lane + ChannelLayout.LaneSleeps;
        SharedWord.AnnounceSleep(word);
        if (SharedWord.Read64(_lane + ChannelLayout.Submitted) < number)
        {
            SharedWord.Sleep(word, null);
        }

        SharedWord.Awake(word);
        if (_aside.Woken(SharedWord.Read32(_lane + ChannelLayout.WokenFrom) - 1))
        {
            _spin.Forget();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Spin(long number)
    {
        long start = Stopwatch.GetTimestamp();
        long now;
        nint word = _lane + ChannelLayout.Submitted;
        do
        {
            for (int i = 0; i < SpinRule.LooksPerGlance; i++)
            {
                if (SharedWord.Read64(word) >= number)
                {
                    return true;
                }

                SpinRule.Relax();
            }

            now = Stopwatch.GetTimestamp();
            if (_owesWake && now - start >= _patience)
            {
                PayWake();
            }
        }
        while (now - start < SpinRule.SpinTicks);
        return false;
    }

    // Whoever waits for a reply comes for it within a moment, and then nobody needs to be woken.
    private void PayWake()
    {
        if (_owesWake)
        {
            _owesWake = false;
            if ((SharedWord.Read64(_replyBits) & (1L << (index % 64))) != 0)
            {
                SharedWord.WakeIfAsleep(_readerWord);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Serve(long number)
    {
        int place = PlaceOf(number);
        nint slot = SlotOf(number);
        Number = number;
        CallFlags flags = (CallFlags)(*(int*)(slot + ChannelLayout.Flags)); // Not after the stamp: the slot is the parent's then.
        _service = new Service(slot, _lane + ChannelLayout.CallerSleeps, (flags & CallFlags.Synchronous) != 0);
        Serve(slot, ref _texts[place], _lane + ChannelLayout.Begun, number);
        SharedWord.Write64(slot + ChannelLayout.Stamp, library.Nonce + number);
        Announce();
    }

    private nint SlotOf(long number) => _lane + ChannelLayout.Slots + (PlaceOf(number) * ChannelLayout.SlotSize);

    private static int PlaceOf(long number) => (int)(number - 1) & (ChannelLayout.Depth - 1);

    /// <summary>Makes the call of a handler that this thread's native code waits for.</summary>
    public void ServeNested(nint place)
    {
        nint slot = place + ChannelLayout.PlaceSlot;
        Service outer = _service;
        _service = new Service(slot, place + ChannelLayout.PlaceCallerSleeps, IsSynchronous: true);
        int text = (int)((place - library.Channel - ChannelLayout.PlacesFor(library.Lanes)) / ChannelLayout.PlaceSize);
        Serve(slot, ref _nestedTexts[text], 0, 0);
        SharedWord.Write64(slot + ChannelLayout.Stamp, SharedWord.Read64(place + ChannelLayout.PlaceStamp));
        Announce();
        _service = outer;
    }

    /// <summary>Asks the synchronous caller of the innermost call for the answer to a callback; false where that has none.</summary>
    public bool TryAskCaller(int place)
    {
        if (!_service.IsSynchronous)
        {
            return false;
        }

        SharedWord.Write64(_service.Slot + ChannelLayout.SlotCallback, (++_asked << 8) | (long)place);
        Interlocked.MemoryBarrier();
        SharedWord.WakeIfAsleep(_service.CallerWord);
        return true;
    }

    private void Serve(nint slot, ref nint text, nint begun, long number)
    {
        GuestStatus status = GuestStatus.Returned;
        try
        {
            Call(slot, ref text, begun, number);
        }
        catch (Exception failure)
        {
            status = GuestStatus.Refused;
            Store(slot, ref text, Encoding.UTF8.GetBytes(failure.Message));
        }

        *(int*)(slot + ChannelLayout.Status) = (int)status;
    }

    private void Call(nint slot, ref nint copy, nint begun, long number)
    {
        ServedTrampolines.Mirror(library.Channel);
        ServedFunction function = library.Find(*(int*)(slot + ChannelLayout.Function)) ?? Define(slot);
        CallPlan plan = function.Plan;
        long frameOffset = *(long*)(slot + ChannelLayout.FrameOffset);
        nint frame = frameOffset < 0 ? slot + ChannelLayout.Frame : _arena + (nint)frameOffset;
        Relocate(plan, frame, *(ulong*)(slot + ChannelLayout.InArena), _arena);
        Relocate(plan, frame, *(ulong*)(slot + ChannelLayout.InSlot), slot);
        if (begun != 0)
        {
            SharedWord.Write64(begun, number);
        }

        plan.Stub(*(nint*)(slot + ChannelLayout.FunctionAddress), frame);
        int frees = *(int*)(slot + ChannelLayout.Frees);
        NativeTypeKind result = plan.Declaration.Signature.Result.Kind;
        if (result == NativeTypeKind.CString || (frees >= 0 && result == NativeTypeKind.Pointer))
        {
            TakeText(slot, ref copy, *(nint*)(frame + FrameLayout.Result), frees);
        }
    }

    private ServedFunction Define(nint slot)
    {
        CallFlags flags = (CallFlags)(*(int*)(slot + ChannelLayout.Flags));
        long offset = *(long*)(slot + ChannelLayout.DefinitionOffset);
        return (flags & CallFlags.Defines) == 0
            ? throw new InvalidOperationException("the guest does not know the function")
            : library.Define(*(int*)(slot + ChannelLayout.Function), new ReadOnlySpan<byte>((byte*)_arena + offset, (int)*(long*)(slot + ChannelLayout.DefinitionLength)));
    }

    private static void Relocate(CallPlan plan, nint frame, ulong parameters, nint start)
    {
        for (; parameters != 0; parameters &= parameters - 1)
        {
            *(nint*)(frame + plan.Layout.Argument(BitOperations.TrailingZeroCount(parameters))) += start;
        }
    }

    // Copied at once, on this thread: the text may not live longer than until the next call.
    private void TakeText(nint slot, ref nint copy, nint text, int frees)
    {
        if (text == 0)
        {
            *(long*)(slot + ChannelLayout.TextLength) = -1;
            return;
        }

        try
        {
            Store(slot, ref copy, MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)text));
        }
        finally
        {
            Release(text, frees);
        }
    }

    private void Release(nint text, int frees)
    {
        if (frees >= 0 && library.Find(frees) is { } release)
        {
            byte* frame = stackalloc byte[release.Plan.FrameSize + FrameLayout.SlotSize];
            frame = (byte*)(((nint)frame + FrameLayout.SlotSize - 1) & -FrameLayout.SlotSize);
            *(nint*)(frame + FrameLayout.Arguments) = text;
            release.Plan.Stub(release.Address, (nint)frame);
        }
    }

    private static void Store(nint slot, ref nint copy, ReadOnlySpan<byte> text)
    {
        int room = *(int*)(slot + ChannelLayout.Room);
        bool fits = text.Length <= ChannelLayout.SlotSize - room;
        if (!fits)
        {
            copy = (nint)NativeMemory.Realloc((void*)copy, (nuint)text.Length);
        }

        text.CopyTo(new Span<byte>(fits ? (byte*)slot + room : (byte*)copy, text.Length));
        *(long*)(slot + ChannelLayout.TextLength) = text.Length;
        *(long*)(slot + ChannelLayout.TextAddress) = fits ? 0 : (long)copy;
    }

    private void Announce()
    {
        if (_service.IsSynchronous)
        {
            Interlocked.MemoryBarrier();
            SharedWord.WakeIfAsleep(_service.CallerWord);
        }
        else
        {
            // A bit that is still set is taken after this look, and the reply with it. Setting it again would take the line away from the parent.
            Interlocked.MemoryBarrier();
            if ((SharedWord.Read64(_replyBits) & (1L << (index % 64))) == 0)
            {
                SharedWord.SetBit(_replyBits, index % 64); // A full fence, too.
            }

            _owesWake = SharedWord.Read32(_readerWord) != 0;
        }
    }

    /// <summary>A call that is being made.</summary>
    private readonly record struct Service(nint Slot, nint CallerWord, bool IsSynchronous);

    private static uint CreateThreadKey()
    {
        uint key;
        nint exit = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "_exit");
        return LinuxCalls.CreateThreadKey(&key, exit) == 0 ? key : throw new InvalidOperationException("The system has no key left for threads.");
    }
}
