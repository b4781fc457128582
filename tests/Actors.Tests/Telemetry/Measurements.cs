using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ActorFfi.Actors.Tests.Telemetry;

/// <summary>Listens to the meter, and keeps what is measured of one library.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> _all = [];
    private readonly MeterListener _listener = new();
    private readonly string _library;

    public Measurements(string library)
    {
        _library = library;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ActorFfi")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The values of an instrument, whose tags have all these values.</summary>
    public double[] Of(string instrument, params string[] tagValues) =>
        [.. _all.Where(one => one.Instrument == instrument && tagValues.All(value => one.Tags.ContainsValue(value))).Select(one => one.Value)];

    /// <summary>The symbol and the outcome of each call, sorted.</summary>
    public string[] Outcomes() =>
    [
        .. _all.Where(static one => one.Instrument == "actorffi.calls")
            .Select(static one => $"{one.Tags["symbol"]} {one.Tags["outcome"]}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What an observable instrument says now.</summary>
    public double[] Observe(string instrument, params string[] tagValues)
    {
        _all.Clear();
        _listener.RecordObservableInstruments();
        return Of(instrument, tagValues);
    }

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Dictionary<string, object?> named = new(tags.ToArray());
        if (_library.Equals(named["library"]))
        {
            _all.Enqueue((instrument.Name, value, named));
        }
    }
}
