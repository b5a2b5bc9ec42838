using Kolaybase.Api.Http.Caching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kolaybase.Api.Http.Health;

/// <summary>The last look at all parts, at most a second old: however often strangers ask, the servers are asked once a second.</summary>
internal sealed class HealthReports(HealthCheckService checks, TimeProvider clock) : IDisposable
{
    private readonly ShortCache<HealthReport> _cache = new(capacity: 1, clock, _ => checks.CheckHealthAsync(CancellationToken.None), _ => TimeSpan.FromSeconds(1));

    public ValueTask<HealthReport> ReadAsync(CancellationToken cancellationToken) => _cache.GetAsync("", cancellationToken);

    public void Dispose() => _cache.Dispose();
}
