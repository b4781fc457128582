using System.Diagnostics;

namespace ActorFfi;

/// <summary>Takes the replies of a guest until it has ended: spins while that pays, and sleeps otherwise.</summary>
/// <remarks>Threads: one, the guest's reader.</remarks>
internal sealed class GuestReader(GuestProcess guest, nint channel)
{
    // A reply may be taken before its bit is seen, so a few bits without one are in order.
    private const int MostEmptySweeps = 100_000;

    private readonly SpinRule _spin = new();
    private readonly int _words = (guest.Lanes.Count + 63) / 64;
    private int _emptySweeps;

    public void Run()
    {
        while (!guest.HasEnded)
        {
            if (!HasBitsSoon() && !TrySpin())
            {
                Sleep();
            }

            Sweep();
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

                taken += guest.Lanes[lane].TakeReplies();
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
        nint word = channel + ChannelLayout.ReaderSleeps;
        SharedWord.AnnounceSleep(word);
        if (!HasBits() && !guest.HasEnded)
        {
            SharedWord.Sleep(word, GuestProcess.LongestSleep);
        }

        SharedWord.Awake(word);
    }
}
