using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kolaybase.Api.Http.Health;

/// <summary><c>/health</c> and <c>/alive</c> (contract, section 8).</summary>
internal static class HealthApi
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    /// <summary>Registers the checks: only the control database is vital, all else degrades.</summary>
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<ControlDatabaseHealth>(ControlDatabaseHealth.Part, HealthStatus.Unhealthy, [], s_timeout)
            .AddCheck<CacheHealth>(CacheHealth.Part, HealthStatus.Degraded, [], s_timeout)
            .AddCheck<DatabaseServersHealth>(DatabaseServersHealth.Part, HealthStatus.Degraded, [], s_timeout)
            .AddCheck<ObjectStoresHealth>(ObjectStoresHealth.Part, HealthStatus.Degraded, [], s_timeout);
        services.AddSingleton<HealthReports>();
    }

    /// <summary>Maps both paths, which nobody has to sign in for.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Operations");
        group.MapGet("/health", ReadHealth.HandleAsync).WithName("readHealth").WithSummary("Whether requests can be served, and what is degraded");
        group.MapGet("/alive", () => TypedResults.Ok(new Alive("ok"))).WithName("readAlive").WithSummary("Whether the process runs");
    }

    /// <summary>Answer of <c>/alive</c>.</summary>
    /// <param name="Status">Always <c>ok</c>.</param>
    internal sealed record Alive(string Status);
}
