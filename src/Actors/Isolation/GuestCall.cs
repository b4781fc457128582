using System.Diagnostics;

namespace ActorFfi;

/// <summary>A synchronous call in a guest: the calling thread has a lane of its own until the reply.</summary>
internal static class GuestCall
{
    // The arguments of this thread that no call has; as many as calls were nested in each other on it.
    [ThreadStatic]
    private static CallArguments? _unused;

    /// <summary>Makes the call.</summary>
    /// <exception cref="GuestCrashedException">The guest died in the call.</exception>
    /// <exception cref="PoisonCallException">Guests died in such calls before.</exception>
    /// <exception cref="LibraryUnavailableException">No guest takes calls.</exception>
    public static NativeReply Run(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments, long postedAt)
    {
        CallArguments bound = _unused ?? new CallArguments();
        _unused = bound.NextUnused; // A callback of this call may make a call of its own.
        bound.Bind(symbol.Plan, arguments, holder: null);
        NativeReply reply;
        try
        {
            if (symbol.PoisonRefusalOf(bound) is { } refusal)
            {
                throw refusal;
            }

            reply = Run(symbol, bound, postedAt);
        }
        finally
        {
            bound.Release();
        }

        bound.NextUnused = _unused;
        _unused = bound;
        return reply;
    }

    /// <summary>Makes a call of a library's start or end on the thread that loaded it.</summary>
    /// <returns>Why it failed; null where it did not.</returns>
    public static Exception? Make(Guest guest, SymbolEntry symbol, LifecycleCall call)
    {
        CallArguments bound = new();
        try
        {
            bound.Bind(symbol.Plan, call.Arguments.AsSpan(), holder: null);
        }
        catch (ArgumentException wrong)
        {
            return wrong;
        }

        try
        {
            long startedAt = Stopwatch.GetTimestamp();
            GuestReply reply = guest.Process.Lanes[0].Invoke(guest.FunctionOf(symbol)!, bound);
            return reply.Outcome == GuestOutcome.Answered
                ? symbol.Judge(bound, reply.Value, reply.Errno, reply.Failure, guest.Process.Generation)
                : CrashOf(guest, symbol, bound, Stopwatch.GetElapsedTime(startedAt));
        }
        finally
        {
            bound.Release();
        }
    }

    private static GuestCrashedException CrashOf(Guest guest, SymbolEntry symbol, CallArguments bound, TimeSpan timeInCall) =>
        new(symbol.LibraryName, symbol.Name, guest.Number, guest.Process.Ended.GetAwaiter().GetResult(), CallSummary.Of(bound), timeInCall);

    private static NativeReply Run(SymbolEntry symbol, CallArguments bound, long postedAt)
    {
        GuestPool pool = symbol.Library.Guests!;
        int attempts = 0;
        while (true)
        {
            long startedAt = Stopwatch.GetTimestamp();
            GuestReply reply = Invoke(pool, symbol, bound, out Guest guest, out Exception? interrupted);
            long endedAt = Stopwatch.GetTimestamp();
            if (reply.Outcome == GuestOutcome.Answered)
            {
                Exception? failure = symbol.Judge(bound, reply.Value, reply.Errno, reply.Failure, guest.Process.Generation);
                return new NativeReply(reply.Value, reply.Errno, failure, buffers: null, startedAt - postedAt, endedAt - startedAt);
            }

            if (reply.Outcome == GuestOutcome.NotBegun && interrupted is not null)
            {
                throw new CallTimeoutException(symbol.LibraryName, symbol.Name, symbol.Settings.Timeout, hasBegun: false);
            }

            if (reply.Outcome == GuestOutcome.Lost)
            {
                FailUnlessAgain(guest, reply.Lane, symbol, bound, interrupted, Stopwatch.GetElapsedTime(startedAt, endedAt), ++attempts);
            }
        }
    }

    private static void FailUnlessAgain(Guest guest, GuestLane lane, SymbolEntry symbol, CallArguments bound, Exception? interrupted, TimeSpan timeInCall, int attempts)
    {
        GuestLoss loss = new(guest, lane, symbol, bound, timeInCall);
        if (interrupted is not null || !loss.Note(attempts))
        {
            bound.Tear();
            throw interrupted ?? loss.Failure;
        }
    }

    private static GuestReply Invoke(GuestPool pool, SymbolEntry symbol, CallArguments bound, out Guest guest, out Exception? interrupted)
    {
        HeldLane place = GuestTurn.Enter(pool, symbol, bound, out bool isNested);
        guest = place.Guest;
        try
        {
            GuestFunction function = guest.FunctionOf(symbol) ?? throw symbol.Library.Unavailable();
            pool.Count(guest);
            using GuestTimeout? timeout = GuestTimeout.Begin(guest, symbol);
            GuestReply reply = place.Lane.Invoke(function, bound);
            if (reply.Outcome == GuestOutcome.Lost)
            {
                guest.Process.Ended.GetAwaiter().GetResult(); // The pool is to find this call running when it hears of the death.
            }

            interrupted = timeout is null ? null : guest.FailureOf(timeout);
            return reply;
        }
        finally
        {
            if (!isNested)
            {
                pool.Exit(place);
            }
        }
    }
}
