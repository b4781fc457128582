// Safety: trampolines alone call the entry, with the number of their own slot and the frame that they have just spilled. Places lie in
// the channel and belong to the thread that has taken them. No exception leaves: nothing here throws but what ends the process anyway.
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Where native code of the guest enters when it calls back: asks the parent, and waits until it has answered.</summary>
internal static unsafe class ServedCallbacks
{
    private static nint _channel;
    private static nint _places;
    private static ulong _taken; // A bit for each place; changed interlocked only.

    [ThreadStatic]
    private static SpinRule? _spin;

    /// <summary>The address of the entry, for trampolines.</summary>
    public static nint Entry => (nint)(delegate* unmanaged<int, nint, void>)&Enter;

    /// <summary>Says where the places are, before any call.</summary>
    public static void Prepare(nint channel, int lanes)
    {
        _channel = channel;
        _places = channel + ChannelLayout.PlacesFor(lanes);
    }

    [UnmanagedCallersOnly]
    private static void Enter(int trampoline, nint frame)
    {
        int index = Take();
        nint place = _places + (index * ChannelLayout.PlaceSize);
        ServedLane? lane = ServedLane.Current;
        *(int*)(place + ChannelLayout.PlaceTrampoline) = trampoline;
        *(int*)(place + ChannelLayout.PlaceLane) = lane?.Index ?? -1;
        *(long*)(place + ChannelLayout.PlaceCall) = lane?.Number ?? 0;
        *(long*)(place + ChannelLayout.PlaceFrameAddress) = frame;
        Buffer.MemoryCopy((byte*)frame, (byte*)place + ChannelLayout.PlaceFrame, ChannelLayout.CopiedFrame, ChannelLayout.CopiedFrame);
        long told = SharedWord.Read64(place + ChannelLayout.PlaceTold);
        Ask(lane, index);
        while (Wait(place, ref told) == CallbackTell.Call)
        {
            lane?.ServeNested(place);
        }

        int results = CallbackFrame.Reserved - CallbackFrame.IntegerResult;
        Buffer.MemoryCopy((byte*)place + ChannelLayout.PlaceFrame + CallbackFrame.IntegerResult, (byte*)frame + CallbackFrame.IntegerResult, results, results);
        Interlocked.And(ref _taken, ~(1UL << index));
    }

    // A synchronous caller answers itself what comes out of its call; everything else is for the reader.
    private static void Ask(ServedLane? lane, int index)
    {
        if (lane is null || !lane.TryAskCaller(index))
        {
            SharedWord.SetBit(_channel + ChannelLayout.CallbackBits, index); // A full fence, too.
            SharedWord.WakeIfAsleep(_channel + ChannelLayout.ReaderSleeps);
        }
    }

    private static int Take()
    {
        while (true)
        {
            ulong taken = Volatile.Read(ref _taken);
            if (taken == ulong.MaxValue)
            {
                Thread.Sleep(1); // As many callbacks as there are places wait for their answers.
                continue;
            }

            int index = BitOperations.TrailingZeroCount(~taken);
            if (Interlocked.CompareExchange(ref _taken, taken | (1UL << index), taken) == taken)
            {
                return index;
            }
        }
    }

    private static CallbackTell Wait(nint place, ref long told)
    {
        nint word = place + ChannelLayout.PlaceSleeps;
        while (SharedWord.Read64(place + ChannelLayout.PlaceTold) == told && !TrySpin(place, told))
        {
            SharedWord.AnnounceSleep(word);
            if (SharedWord.Read64(place + ChannelLayout.PlaceTold) == told)
            {
                SharedWord.Sleep(word, null);
            }

            SharedWord.Awake(word);
        }

        told = SharedWord.Read64(place + ChannelLayout.PlaceTold);
        return (CallbackTell)SharedWord.Read32(place + ChannelLayout.PlaceTell);
    }

    private static bool TrySpin(nint place, long told)
    {
        SpinRule rule = _spin ??= new SpinRule();
        if (!rule.TryBegin())
        {
            return false;
        }

        long end = Stopwatch.GetTimestamp() + SpinRule.SpinTicks;
        bool isTold;
        do
        {
            SpinRule.Relax();
            isTold = SharedWord.Read64(place + ChannelLayout.PlaceTold) != told;
        }
        while (!isTold && Stopwatch.GetTimestamp() < end);
        rule.End(isTold);
        return isTold;
    }
}
