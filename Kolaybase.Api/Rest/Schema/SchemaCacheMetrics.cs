using System.Diagnostics.Metrics;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>How often a schema was there already, and how much is kept.</summary>
internal sealed class SchemaCacheMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kolaybase.SchemaCache";

    private const string Result = "kolaybase.cache.result";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;

    public SchemaCacheMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _requests = _meter.CreateCounter<long>("kolaybase.schema_cache.requests", "{request}", "Requests that needed a project's schema.");
    }

    /// <summary>Measures what a cache keeps, whenever somebody asks.</summary>
    public void Watch(SchemaCache cache)
    {
        _meter.CreateObservableUpDownCounter<long>("kolaybase.schema_cache.entries", () => cache.Count, "{schema}", "Schemas that are kept.");
        _meter.CreateObservableUpDownCounter<long>("kolaybase.schema_cache.items", () => cache.Items, "{item}", "Tables, columns and functions in them.");
    }

    /// <summary>It was there, or somebody else's load of it was awaited.</summary>
    public void Hit() => _requests.Add(1, KeyValuePair.Create(Result, (object?)"hit"));

    /// <summary>It was loaded.</summary>
    public void Miss() => _requests.Add(1, KeyValuePair.Create(Result, (object?)"miss"));

    /// <summary>It was loaded anew, because it had changed.</summary>
    public void Stale() => _requests.Add(1, KeyValuePair.Create(Result, (object?)"stale"));
}
