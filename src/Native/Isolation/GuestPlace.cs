// Safety: the place lies in the channel, which stays mapped while anybody is entered in the guest's door; writes go to the place alone.
namespace ActorFfi;

/// <summary>Where one native thread of a guest waits for the answer to a callback, and makes calls of the handler meanwhile.</summary>
/// <remarks>Threads: the handler's, and whoever answers in its stead; <see cref="Answer"/> comes once for each question.</remarks>
internal sealed unsafe class GuestPlace(GuestProcess guest, GuestLane? lane, nint address)
{
    [ThreadStatic]
    private static GuestPlace? _current;

    private readonly SpinRule _spin = new();

    /// <summary>The place whose handler this thread runs; null outside handlers.</summary>
    public static GuestPlace? Current => _current;

    /// <summary>Where it lies.</summary>
    public nint Address => address;

    /// <summary>The lane whose native thread waits; null for a thread of native code's own.</summary>
    public GuestLane? Lane => lane;

    /// <summary>Notes that this thread runs the handler.</summary>
    /// <returns>What <see cref="Leave"/> takes.</returns>
    public GuestPlace? Enter()
    {
        GuestPlace? previous = _current;
        _current = this;
        return previous;
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public static void Leave(GuestPlace? previous) => _current = previous;

    /// <summary>Lets native code go on.</summary>
    public void Answer(ReadOnlySpan<byte> results)
    {
        if (guest.TryEnter())
        {
            results.CopyTo(new Span<byte>((byte*)address + ChannelLayout.PlaceFrame + CallbackFrame.IntegerResult, results.Length));
            Tell(CallbackTell.Answer);
            guest.Leave();
        }
    }

    /// <summary>Makes a call on the native thread that waits here.</summary>
    public GuestReply Invoke(GuestFunction function, CallArguments arguments)
    {
        if (!guest.TryEnter())
        {
            return new GuestReply { Lane = lane!, Function = function, Arguments = arguments, Outcome = GuestOutcome.NotBegun };
        }

        PendingCall pending = new();
        try
        {
            return Invoke(function.For(arguments.Plan), arguments, pending);
        }
        finally
        {
            pending.End(guest.Arena);
            guest.Leave();
        }
    }

    private GuestReply Invoke(GuestFunction function, CallArguments arguments, PendingCall pending)
    {
        nint slot = address + ChannelLayout.PlaceSlot;
        pending.Begin(function, arguments, null, isSynchronous: true);
        CallWriter.Write(slot, pending, guest.Arena);
        pending.LetCallbacksInto(guest);
        guest.ShareTrampolines();
        long stamp = guest.NextNestedStamp();
        SharedWord.Write64(address + ChannelLayout.PlaceStamp, stamp);
        pending.SeenCallback = SharedWord.Read64(slot + ChannelLayout.SlotCallback);
        Tell(CallbackTell.Call);
        bool isAnswered = new GuestWait(guest, lane!, slot, address + ChannelLayout.PlaceCallerSleeps, _spin).For(stamp, pending);
        return lane!.ReplyOf(slot, pending, isAnswered ? GuestOutcome.Answered : GuestOutcome.Lost);
    }

    private void Tell(CallbackTell what)
    {
        SharedWord.Write32(address + ChannelLayout.PlaceTell, (int)what);
        SharedWord.Write64(address + ChannelLayout.PlaceTold, guest.NextTell());
        Interlocked.MemoryBarrier();
        SharedWord.WakeIfAsleep(address + ChannelLayout.PlaceSleeps);
    }
}
