using System.Diagnostics;

namespace ActorFfi;

/// <summary>A synchronous call that somebody listens to; its activity is the current one while native code runs.</summary>
internal static class WatchedCall
{
    public static NativeReply Run(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments)
    {
        Activity? caller = Activity.Current;
        Activity? activity = CallTelemetry.Begin(symbol);
        long postedAt = Stopwatch.GetTimestamp();
        Activity.Current = activity ?? caller;
        try
        {
            NativeReply reply = SynchronousCall.RunCore(symbol, arguments, postedAt);
            Activity.Current = caller;
            CallTelemetry.End(symbol, new CallReport(reply.Failure, reply.QueueTicks, reply.NativeTicks, HasRun: true), activity);
            return reply;
        }
        catch (Exception failure)
        {
            Activity.Current = caller;
            Refuse(symbol, failure, activity);
            throw;
        }
    }

    // Wrong arguments never become a call: they are an exception at the caller, and no measurement.
    private static void Refuse(SymbolEntry symbol, Exception failure, Activity? activity)
    {
        if (failure is ArgumentException or BufferStateException or StaleHandleException)
        {
            CallTelemetry.Discard(symbol, failure, activity);
        }
        else
        {
            CallTelemetry.End(symbol, new CallReport(failure, Queued: -1, Ran: 0, HasRun: false), activity);
        }
    }
}
