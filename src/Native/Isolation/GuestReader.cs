using System.Diagnostics;

namespace ActorFfi;

/// <summary>Takes the replies of a guest until it has ended. A thread of its own does so, unless somebody who waits for a reply does.</summary>
/// <remarks>
/// A reply is taken soonest by who needs it: between the guest's thread and the caller's there is then no third one. So whoever waits takes
/// the turn, and the guest does not wake the reader's thread meanwhile. Threads: <see cref="Run"/> is for one; the rest is for any.
/// </remarks>
internal sealed class GuestReader(GuestProcess guest, nint channel)
{
    // A reply may be taken before its bit is seen, so a few bits without one are in order.
    private const int MostEmptySweeps = 100_000;

    private const int Free = 0;
    private const int Taken = 1;
    private const int Awaited = 2; // Taken, and the thread waits for its end.

    private readonly nint _sleepWord = channel + ChannelLayout.ReaderSleeps;
    private readonly SpinRule _spin = new(Environment.ProcessorCount / 4);
    private readonly int _words = (guest.Lanes.Count + 63) / 64;
    private readonly WaitWord _turn = WaitWord.Create(); // Changed interlocked.
    private volatile bool _sleeps; // Whether the thread sleeps, or is about to.
    private volatile bool _isAnnounced; // Whether the guest is to wake it.
    private int _emptySweeps; // Of who has the turn.

    /// <summary>When a sleeping thread of the guest was woken for a call last, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long WokeGuestAt { get; set; }

    /// <summary>Takes replies until the guest has ended; then nobody else does any more.</summary>
    public void Run()
    {
        while (!guest.HasEnded)
        {
            if (!HasBitsSoon() && !TrySpin())
            {
                Sleep();
            }
            else if (TryTakeTurn())
            {
                Sweep();
                Volatile.Write(ref _turn.Value, Free);
            }
            else
            {
                AwaitTurn();
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
    public void End()
    {
        // A thread that does not sleep looks for itself before it does.
        while (_sleeps && Announce() && HasBits())
        {
            Sweep();
        }

        if (Interlocked.Exchange(ref _turn.Value, Free) == Awaited)
        {
            _turn.Wake();
        }
    }

    private bool TryTakeTurn() => Volatile.Read(ref _turn.Value) == Free && Interlocked.CompareExchange(ref _turn.Value, Taken, Free) == Free;

    // Of the thread: there are replies, and somebody is at them.
    private void AwaitTurn()
    {
        if (Interlocked.CompareExchange(ref _turn.Value, Awaited, Taken) == Taken)
        {
            while (Volatile.Read(ref _turn.Value) == Awaited)
            {
                _turn.Wait(Awaited, Timeout.InfiniteTimeSpan);
            }
        }
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

        _sleeps = false;
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
