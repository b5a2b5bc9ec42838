using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Telemetry;

/// <summary>What the meters of one container measure, and of no other that runs in this process at the time.</summary>
internal sealed class MeterReadings : IDisposable
{
    private readonly ConcurrentQueue<Reading> _readings = new();
    private readonly MeterListener _listener = new();

    public MeterReadings(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Measurements of an instrument so far, each with its attributes as <c>key=value</c>, sorted.</summary>
    public IReadOnlyList<Reading> Of(string instrument) => [.. _readings.Where(r => r.Instrument == instrument)];

    /// <summary>Sum of those that have all these attributes.</summary>
    public double Sum(string instrument, params string[] tags) => Of(instrument).Where(r => !tags.Except(r.Tags).Any()).Sum(r => r.Value);

    /// <summary>The newest value with all these attributes, of instruments that are asked; null when there is none.</summary>
    public double? Ask(string instrument, params string[] tags)
    {
        _listener.RecordObservableInstruments();
        return Of(instrument).LastOrDefault(r => !tags.Except(r.Tags).Any())?.Value;
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _readings.Enqueue(new Reading(instrument.Name, value, [.. tags.ToArray().Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal)]));

    internal sealed record Reading(string Instrument, double Value, string[] Tags);
}
