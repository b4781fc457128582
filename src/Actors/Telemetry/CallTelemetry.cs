using System.Diagnostics;

namespace ActorFfi;

/// <summary>Reports calls to whoever listens. A listener that throws is logged and never reaches the call.</summary>
internal static class CallTelemetry
{
    private const string OutcomeTag = "outcome";
    private const string ReasonTag = "reason";

    /// <summary>Begins the activity of a call, as a child of the caller's, which stays the current one.</summary>
    /// <returns>Null where nobody listens, or wants this call.</returns>
    public static Activity? Begin(SymbolEntry symbol)
    {
        if (!FfiInstruments.Activities.HasListeners())
        {
            return null;
        }

        Activity? caller = Activity.Current;
        try
        {
            return FfiInstruments.Activities.StartActivity(ActivityKind.Internal, tags: symbol.Tags.Both, name: symbol.Tags.ActivityName);
        }
        catch (Exception thrown)
        {
            RuntimeLog.ListenerThrew(symbol.Library.Logger, symbol.LibraryName, symbol.Name, thrown);
            return null;
        }
        finally
        {
            Activity.Current = caller;
        }
    }

    /// <summary>Reports an answer.</summary>
    public static void End(SymbolEntry symbol, in CallReport report, Activity? activity)
    {
        Activity? current = activity is null ? null : Activity.Current; // To stop one makes its parent current, on whatever thread.
        try
        {
            string outcome = IsOfAnotherCall(symbol, report.Failure) ? CallOutcome.Faulted : CallOutcome.Of(report.Failure, report.IsAbandoned);
            Count(symbol, report, outcome);
            Measure(symbol.Tags, report);
            if (report.Failure is { } failure)
            {
                symbol.Library.ReportFailure(symbol.Name, outcome, failure);
            }

            if (activity is not null)
            {
                CallActivity.End(activity, report, outcome);
            }
        }
        catch (Exception thrown)
        {
            RuntimeLog.ListenerThrew(symbol.Library.Logger, symbol.LibraryName, symbol.Name, thrown);
        }
        finally
        {
            if (activity is not null)
            {
                Activity.Current = current;
            }
        }
    }

    /// <summary>Ends the activity of a call that came to nothing because its arguments were wrong.</summary>
    public static void Discard(SymbolEntry symbol, Exception failure, Activity? activity)
    {
        Activity? current = Activity.Current;
        try
        {
            activity?.SetTag("error.type", failure.GetType().FullName).SetStatus(ActivityStatusCode.Error, failure.Message).Stop();
        }
        catch (Exception thrown)
        {
            RuntimeLog.ListenerThrew(symbol.Library.Logger, symbol.LibraryName, symbol.Name, thrown);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    // A call fails with what the handler of its callback threw, and that may be the refusal of a call that the handler made.
    private static bool IsOfAnotherCall(SymbolEntry symbol, Exception? failure) =>
        failure is CallRefusedException refused && (refused.Symbol != symbol.Name || refused.Library != symbol.LibraryName);

    private static void Count(SymbolEntry symbol, in CallReport report, string outcome)
    {
        SymbolTags tags = symbol.Tags;
        FfiInstruments.Calls.Add(1, tags.Library, tags.Symbol, new(OutcomeTag, outcome));
        if (report.IsAbandoned)
        {
            FfiInstruments.Abandoned.Add(1, tags.Library, tags.Symbol);
            RuntimeLog.CallAbandoned(symbol.Library.Logger, symbol.LibraryName, symbol.Name, report.Failure!.Message);
        }
        else if (outcome != CallOutcome.Faulted && RefusalReason.Of(report.Failure) is { } reason)
        {
            FfiInstruments.Refusals.Add(1, tags.Library, tags.Symbol, new(ReasonTag, reason));
        }
    }

    private static void Measure(SymbolTags tags, in CallReport report)
    {
        if (report.HasRun && report.IsTimed)
        {
            FfiInstruments.QueueTime.Record(report.QueueTime.TotalSeconds, tags.Library, tags.Symbol);
            FfiInstruments.NativeTime.Record(report.NativeTime.TotalSeconds, tags.Library, tags.Symbol);
        }
    }
}
