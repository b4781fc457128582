using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>A thread that waits for the reply to its own call, and runs the callbacks that come out of it meanwhile.</summary>
internal readonly struct GuestWait(GuestProcess guest, GuestLane lane, nint slot, nint word, SpinRule spin)
{
    /// <summary>Waits until the slot has the stamp.</summary>
    /// <returns>False where the guest has ended without it.</returns>
    public bool For(long stamp, PendingCall pending)
    {
        while (true)
        {
            if (HasStampSoon(stamp) || (TrySpin(stamp, pending) && HasStamp(stamp)))
            {
                return true;
            }

            if (HasCallback(pending))
            {
                RunCallback(pending);
                continue;
            }

            SharedWord.AnnounceSleep(word);
            if (!HasStamp(stamp) && !HasCallback(pending) && !guest.HasEnded)
            {
                SharedWord.Sleep(word, GuestProcess.LongestSleep);
            }

            SharedWord.Awake(word);
            if (guest.HasEnded)
            {
                return HasStamp(stamp);
            }
        }
    }

    private bool HasStampSoon(long stamp)
    {
        for (int i = 0; i < SpinRule.FirstLooks; i++)
        {
            if (HasStamp(stamp))
            {
                return true;
            }

            SpinRule.Relax();
        }

        return false;
    }

    private bool TrySpin(long stamp, PendingCall pending)
    {
        if (!spin.TryBegin())
        {
            return false;
        }

        long end = Stopwatch.GetTimestamp() + SpinRule.SpinTicks;
        bool paid;
        do
        {
            for (int i = 0; i < SpinRule.LooksPerGlance && !HasStamp(stamp); i++)
            {
                SpinRule.Relax();
            }

            paid = HasStamp(stamp) || HasCallback(pending);
        }
        while (!paid && Stopwatch.GetTimestamp() < end);
        spin.End(paid);
        return paid;
    }

    private void RunCallback(PendingCall pending)
    {
        long asked = SharedWord.Read64(slot + ChannelLayout.SlotCallback);
        pending.SeenCallback = asked;
        NativeCallScope scope = pending.Scope ??= NativeCallScope.ForGuest(pending.Function!.Native, NativeCallScope.Innermost);
        if (guest.PlaceOf((int)(asked & byte.MaxValue), lane) is not { } place || GuestCallback.Read(guest, place, scope) is not { } callback)
        {
            return;
        }

        NativeCallScope? previous = NativeCallScope.Adopt(scope);
        try
        {
            callback.Run();
        }
        finally
        {
            NativeCallScope.Restore(previous);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasStamp(long stamp) => SharedWord.Read64(slot + ChannelLayout.Stamp) == stamp;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasCallback(PendingCall pending) => SharedWord.Read64(slot + ChannelLayout.SlotCallback) != pending.SeenCallback;
}
