using System.Diagnostics;

namespace ActorFfi;

/// <summary>How the promises of one symbol wait for a moment before they let their caller's code suspend.</summary>
/// <remarks>
/// A reply that is about to come costs less to wait for than a suspension and a trip through the thread pool. Where it comes from a guest,
/// who waits takes it, and those of others on the way. Waiting adapts: where it failed repeatedly it is tried rarely, and at most half the
/// cores wait at a time. Threads: fields are touched without synchronisation; a lost update does no harm.
/// </remarks>
internal sealed class ReplySpin(GuestPool? guests)
{
    private const int Turns = 24; // Of some 40 nanoseconds each.
    private const int LongTurn = 16; // Among many calls: who looks for each reply as it is written holds up the next ones.
    private const int LongTurns = 4;
    private const int PauseOfMany = 32; // Between two looks for the replies of a guest, likewise.
    private const int MostCredit = 16;
    private const int CostOfFailure = 4;
    private const int TrialEvery = 16;

    private int _credit = MostCredit;
    private int _skipped;

    /// <summary>Waits for a moment until the promise is completed.</summary>
    /// <returns>Whether it is.</returns>
    public bool Wait(Promise promise, short token)
    {
        if ((_credit <= 0 && ++_skipped % TrialEvery != 0) || !SpinRule.TryEnter(SpinRule.MostSpinners))
        {
            return false;
        }

        bool isCompleted = guests is null ? Spin(promise, token) : Take(promise, token);
        SpinRule.Exit();
        _credit = isCompleted ? Math.Min(MostCredit, _credit + 1) : Math.Max(0, _credit - CostOfFailure);
        return isCompleted;
    }

    private bool Take(Promise promise, short token)
    {
        if ((guests!.Only ?? promise.Guest) is not { } guest || !guest.Reader.TryBegin())
        {
            return Spin(promise, token);
        }

        bool isCompleted = Take(guest.Reader, promise, token);
        guest.Reader.End(comesAgain: isCompleted);
        return isCompleted || promise.IsCompleted(token);
    }

    // A guest that had to be woken answers late; who then waits as long has the next calls answered at once.
    private static bool Take(GuestReader reader, Promise promise, short token)
    {
        long now = Stopwatch.GetTimestamp();
        long wokenUntil = reader.WokeGuestAt + SpinRule.WakeTicks;
        long until = Math.Max(now + SpinRule.SpinTicks, wokenUntil);
        while (now < until)
        {
            for (int i = 0; i < SpinRule.LooksPerGlance; i++)
            {
                reader.Take();
                if (promise.IsCompleted(token))
                {
                    return true;
                }

                Pause(promise);
            }

            now = Stopwatch.GetTimestamp();
            if (now < wokenUntil)
            {
                Thread.Yield(); // It may have been woken on this core.
            }
        }

        return false;
    }

    // Among many calls several replies are then taken at a look, and as many calls given.
    private static void Pause(Promise promise)
    {
        if (promise.IsOneOfMany)
        {
            Thread.SpinWait(PauseOfMany);
        }
        else
        {
            SpinRule.Relax();
        }
    }

    private static bool Spin(Promise promise, short token)
    {
        (int turns, int length) = promise.IsOneOfMany ? (LongTurns, LongTurn) : (Turns, 1);
        for (int i = 0; i < turns; i++)
        {
            Thread.SpinWait(length);
            if (promise.IsCompleted(token))
            {
                return true;
            }
        }

        return false;
    }
}
