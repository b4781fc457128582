using System.Diagnostics;

namespace ActorFfi;

/// <summary>The end of an activity that stands for a call: its events, its outcome, its status.</summary>
internal static class CallActivity
{
    public const string Queued = "queued";
    public const string NativeBegin = "native.begin";
    public const string NativeEnd = "native.end";

    public static void End(Activity activity, in CallReport report, string outcome)
    {
        if (activity.IsAllDataRequested)
        {
            activity.SetTag("outcome", outcome);
            AddEvents(activity, report);
            if (report.Failure is { } failure)
            {
                activity.SetTag("error.type", failure.GetType().FullName);
                activity.SetStatus(ActivityStatusCode.Error, failure.Message);
            }
        }

        activity.Stop();
    }

    // From the stopwatch's ticks, so that the worker between begin and end of the call has nothing to do with activities.
    private static void AddEvents(Activity activity, in CallReport report)
    {
        DateTimeOffset posted = activity.StartTimeUtc;
        activity.AddEvent(new ActivityEvent(Queued, posted));
        if (report.HasRun && report.IsTimed)
        {
            DateTimeOffset begin = posted + report.QueueTime;
            activity.AddEvent(new ActivityEvent(NativeBegin, begin));
            if (!report.IsAbandoned)
            {
                activity.AddEvent(new ActivityEvent(NativeEnd, begin + report.NativeTime));
            }
        }
    }
}
