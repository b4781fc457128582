using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ActorFfi;

/// <summary>Listens to the meter of the libraries for the page and for <c>actorffi top</c>.</summary>
internal sealed class CallMeters : IDisposable
{
    private const string Meter = "ActorFfi";
    private const string Calls = "actorffi.calls";
    private const string QueueTime = "actorffi.call.queue_time";
    private const string NativeTime = "actorffi.call.native_time";
    private const string Restarts = "actorffi.restarts";

    private readonly ConcurrentDictionary<string, LibraryMeter> _libraries = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Begins to listen.</summary>
    public CallMeters()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: Meter, Name: Calls or QueueTime or NativeTime or Restarts })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(OnCount);
        _listener.SetMeasurementEventCallback<double>(OnTime);
        _listener.Start();
    }

    /// <summary>What was measured of a library.</summary>
    public LibraryMetrics Read(string library) => Of(library).Read();

    /// <summary>Ends a turn that was so long.</summary>
    public void Turn(TimeSpan length)
    {
        foreach (LibraryMeter library in _libraries.Values)
        {
            library.Turn(length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void OnCount(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        LibraryMeter library = Of(LibraryIn(tags));
        if (instrument.Name == Calls)
        {
            library.CountCall();
        }
        else
        {
            library.CountRestart();
        }
    }

    private void OnTime(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        LibraryMeter library = Of(LibraryIn(tags));
        if (instrument.Name == NativeTime)
        {
            library.RecordNative(seconds);
        }
        else
        {
            library.RecordQueue(seconds);
        }
    }

    private LibraryMeter Of(string library) => _libraries.GetOrAdd(library, static _ => new LibraryMeter());

    private static string LibraryIn(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == "library")
            {
                return (string)tag.Value!;
            }
        }

        return "";
    }
}
