using Kolaybase.ControlPlane.Objects;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kolaybase.Api.Http.Health;

/// <summary>Asks every object store.</summary>
internal sealed class ObjectStoresHealth(ObjectStores stores) : IHealthCheck
{
    public const string Part = "storage";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reachable = await Task.WhenAll(stores.All.Select(async s => (s.Key, await IsReachableAsync(s.Value, cancellationToken))));
        var silent = reachable.Where(s => !s.Item2).Select(s => s.Key).Order(StringComparer.Ordinal).ToList();
        return silent.Count == 0
            ? HealthCheckResult.Healthy()
            : new(context.Registration.FailureStatus, $"Objects in the object stores {string.Join(", ", silent)} can't be read or stored.");
    }

    private static async Task<bool> IsReachableAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.ProbeAsync(cancellationToken);
            return true;
        }
        catch (ObjectStoreException)
        {
            return false;
        }
    }
}
