using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>The meter and the activity source of the process, and the instruments that calls and workers report to.</summary>
/// <remarks>docs/telemetry.md has them in a table. What is observed instead of reported is in <see cref="LiveRuntimes"/>.</remarks>
internal static class FfiInstruments
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "ActorFfi";

    private static readonly string _version = typeof(FfiInstruments).Assembly.GetName().Version!.ToString(3);

    public static readonly Meter Meter = new(Name, _version);

    public static readonly ActivitySource Activities = new(Name, _version);

    public static readonly Counter<long> Calls = Meter.CreateCounter<long>("actorffi.calls", "{call}", "Calls that were answered, by outcome.");

    public static readonly Histogram<double> QueueTime = Meter.CreateHistogram<double>("actorffi.call.queue_time", "s", "From the acceptance of a call until native code began.");

    public static readonly Histogram<double> NativeTime = Meter.CreateHistogram<double>("actorffi.call.native_time", "s", "How long native code ran.");

    public static readonly Counter<long> Refusals = Meter.CreateCounter<long>("actorffi.refusals", "{call}", "Calls that were not accepted, by reason.");

    public static readonly Counter<long> Abandoned = Meter.CreateCounter<long>("actorffi.abandoned", "{call}", "Calls that were answered while native code still had them.");

    public static readonly Counter<long> Restarts = Meter.CreateCounter<long>("actorffi.restarts", "{restart}", "Workers and libraries that were started again after a failure or on request.");

    public static readonly Counter<long> Leaks = Meter.CreateCounter<long>("actorffi.leaks", "{buffer}", "Buffers that were dropped without being disposed.");

    public static readonly Counter<long> Callbacks = CallbackInstruments.Runs = Meter.CreateCounter<long>("actorffi.callbacks", "{callback}", "Callbacks out of native code, by outcome.");

    /// <summary>Whether somebody listens to what every call reports. It is on the path of nonblocking calls and reads a few fields.</summary>
    public static bool AreWatched
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Calls.Enabled || NativeTime.Enabled || QueueTime.Enabled || Activities.HasListeners();
    }

    /// <summary>The same for synchronous calls, whose path is so short that it looks at the counter for all instruments.</summary>
    public static bool AreSynchronousCallsWatched
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Calls.Enabled || Activities.HasListeners();
    }
}
