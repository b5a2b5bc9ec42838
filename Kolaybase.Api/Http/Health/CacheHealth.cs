using Kolaybase.ControlPlane;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Kolaybase.Api.Http.Health;

/// <summary>Asks Redis, where one is configured.</summary>
internal sealed class CacheHealth(RedisConnection redis) : IHealthCheck
{
    public const string Part = "cache";
    private const string Consequence = "Redis does not answer: every process counts rate limits for itself.";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!redis.IsConfigured)
        {
            return HealthCheckResult.Healthy();
        }

        try
        {
            await redis.CallAsync("PING", 1, database => database.PingAsync(), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return new(context.Registration.FailureStatus, Consequence, e);
        }
    }
}
