using System.Diagnostics;

namespace ActorFfi;

/// <summary>Takes the replies of a guest until it has ended. A thread of its own does so, unless somebody who waits for a reply does.</summary>
/// <remarks>
/// A reply is taken soonest by who needs it: between the guest's thread and the caller's there is then no third one. So whoever waits takes
/// the turn, and the guest does not wake the reader's thread meanwhile. Where turns are taken one after the other the thread only minds: it
/// looks now and then whether a reply is there that nobody comes for, and the guest does not wake it between the turns either.
/// Threads: <see cref="Run"/> is for one; the rest is for any.
/// </remarks>
internal sealed class GuestReader(GuestProcess guest, nint channel)
{
    // A reply may be taken before its bit is seen, so a few bits without one are in order.
    private const int MostEmptySweeps = 100_000;

    private const int Free = 0;
    private const int Taken = 1;

    // So many turns between two looks of the thread show that it is not needed.
    private const int FewTurns = 8;

    private static readonly TimeSpan _mindingTime = TimeSpan.FromMicroseconds(100);

    private readonly nint _sleepWord = channel + ChannelLayout.ReaderSleeps;
    private readonly SpinRule _spin = new(Environment.ProcessorCount / 4);
    private readonly int _words = (guest.Lanes.Count + 63) / 64;
    private int _turn; // Changed interlocked.
    private volatile int _turns; // How many brought those who took them what they waited for; of who has the turn.
    private int _seenTurns; // Of the thread.
    private volatile bool _sleeps; // Whether the thread sleeps, or is about to.
    private volatile bool _minds; // Whether it sleeps for a moment only.
    private volatile bool _isAnnounced; // Whether the guest is to wake it.
    private int _isWanted; // 1 where somebody has given up waiting and the thread has not looked since; changed interlocked, read too.
    private int _emptySweeps; // Of who has the turn.

    /// <summary>When a sleeping thread of the guest was woken for a call last, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long WokeGuestAt { get; set; }

    /// <summary>Whether the thread sleeps for a moment only, since turns are taken without it.</summary>
    public bool Minds => _minds;

    /// <summary>Takes replies until the guest has ended; then nobody else does any more.</summary>
    public void Run()
    {
        bool hasSlept = true; // What it was woken for is looked at in any case.
        while (!guest.HasEnded)
        {
            bool isWanted = Interlocked.Exchange(ref _isWanted, 0) != 0 || hasSlept;
            hasSlept = false;
            if (AreTurnsTaken() && !isWanted)
            {
                Mind();
            }
            else if (!HasBitsSoon() && !TrySpin())
            {
                Sleep();
                hasSlept = true;
            }
            else if (TryTakeTurn())
            {
                Sweep();
                Volatile.Write(ref _turn, Free);
            }
            else
            {
                Mind(); // Somebody is at them.
            }
        }

        SpinWait.SpinUntil(() => TryTakeTurn());
    }

    /// <summary>Takes the turn from the thread: the guest wakes nobody until <see cref="End"/>.</summary>
    /// <returns>False where somebody has it, or the guest has ended.</returns>
    public bool TryBegin()
    {
        if (!TryTakeTurn())
        {
            return false;
        }

        Quieten();
        return true;
    }

    /// <summary>Completes the calls that are answered; by who has the turn.</summary>
    public void Take()
    {
        if (HasBits())
        {
            Sweep();
        }

        Quieten();
    }

    /// <summary>Gives the turn back. What comes from now on wakes the thread.</summary>
    /// <param name="comesAgain">Whether the next turn is probably taken soon; then it is left at what the thread sees by itself, where that minds.</param>
    public void End(bool comesAgain)
    {
        if (comesAgain)
        {
            _turns++;
        }
        else
        {
            Interlocked.Exchange(ref _isWanted, 1); // A fence, too: the thread sees it before it minds, or is seen sleeping here.
        }

        // A thread that does not sleep looks for itself before it does.
        while (_sleeps && !(comesAgain && _minds) && Announce() && HasBits())
        {
            Sweep();
        }

        Volatile.Write(ref _turn, Free);
    }

    private bool TryTakeTurn() => Volatile.Read(ref _turn) == Free && Interlocked.CompareExchange(ref _turn, Taken, Free) == Free;

    private bool AreTurnsTaken()
    {
        int turns = _turns;
        bool areTaken = unchecked(turns - _seenTurns) >= FewTurns;
        _seenTurns = turns;
        return areTaken;
    }

    private void Quieten()
    {
        if (_isAnnounced)
        {
            _isAnnounced = false;
            SharedWord.Awake(_sleepWord);
        }
    }

    private void Sweep()
    {
        AnswerCallbacks();
        int bits = 0;
        int taken = 0;
        for (int word = 0; word < ChannelLayout.ReplyWords; word++)
        {
            ulong set = SharedWord.TakeBits(channel + ChannelLayout.ReplyBits + (word * sizeof(ulong)));
            for (; set != 0; set &= set - 1)
            {
                bits++;
                int lane = (word * 64) + System.Numerics.BitOperations.TrailingZeroCount(set);
                if (lane >= guest.Lanes.Count)
                {
                    guest.Break("a lane that does not exist has a reply");
                    return;
                }

                int ofLane = guest.Lanes[lane].TakeReplies();
                taken += ofLane;
                if (ofLane == GuestLane.Depth)
                {
                    SharedWord.SetBit(channel + ChannelLayout.ReplyBits + (word * sizeof(ulong)), lane % 64); // There may be more.
                }
            }
        }

        _emptySweeps = taken > 0 || bits == 0 ? 0 : _emptySweeps + 1;
        if (_emptySweeps > MostEmptySweeps)
        {
            guest.Break("replies are announced that never come");
        }
    }

    private void AnswerCallbacks()
    {
        ulong set = SharedWord.TakeBits(channel + ChannelLayout.CallbackBits);
        for (; set != 0; set &= set - 1)
        {
            Answer(System.Numerics.BitOperations.TrailingZeroCount(set));
        }
    }

    private void Answer(int index)
    {
        int number = SharedWord.Read32(guest.AddressOfPlace(index) + ChannelLayout.PlaceLane);
        long callNumber = SharedWord.Read64(guest.AddressOfPlace(index) + ChannelLayout.PlaceCall);
        GuestLane? lane = number >= 0 && number < guest.Lanes.Count ? guest.Lanes[number] : null;
        NativeCallScope? call = lane?.ScopeOf(callNumber);
        if (number != -1 && call is null)
        {
            guest.Break("a callback comes out of a call that is not running");
            return;
        }

        if (guest.PlaceOf(index, lane) is { } place)
        {
            GuestCallback.Read(guest, place, call)?.RunOnPool();
        }
    }

    private bool HasBits()
    {
        if (SharedWord.Read64(channel + ChannelLayout.CallbackBits) != 0)
        {
            return true;
        }

        for (int word = 0; word < _words; word++)
        {
            if (SharedWord.Read64(channel + ChannelLayout.ReplyBits + (word * sizeof(ulong))) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasBitsSoon()
    {
        for (int i = 0; i < SpinRule.FirstLooks; i++)
        {
            if (HasBits())
            {
                return true;
            }

            SpinRule.Relax();
        }

        return false;
    }

    private bool TrySpin()
    {
        if (!_spin.TryBegin())
        {
            return false;
        }

        long end = Stopwatch.GetTimestamp() + SpinRule.SpinTicks;
        bool hasBits;
        do
        {
            for (int i = 0; i < SpinRule.LooksPerGlance && !HasBits(); i++)
            {
                SpinRule.Relax();
            }

            hasBits = HasBits();
        }
        while (!hasBits && Stopwatch.GetTimestamp() < end);
        _spin.End(hasBits);
        return hasBits;
    }

    private void Sleep()
    {
        _sleeps = true;
        Announce();
        if (!HasBits() && !guest.HasEnded)
        {
            SharedWord.Sleep(_sleepWord, GuestProcess.LongestSleep);
        }

        Awake();
    }

    // Unannounced, unless somebody who has the turn announces it: the word is another then, and who sleeps on it is woken all the same.
    private void Mind()
    {
        _minds = true;
        _sleeps = true;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isWanted) == 0)
        {
            SharedWord.SleepUnannounced(_sleepWord, _mindingTime);
        }

        Awake();
    }

    private void Awake()
    {
        _sleeps = false;
        _minds = false;
        _isAnnounced = false;
        SharedWord.Awake(_sleepWord);
    }

    private bool Announce()
    {
        SharedWord.AnnounceSleep(_sleepWord);
        _isAnnounced = true;
        return true;
    }
}
