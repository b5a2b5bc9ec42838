using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kolaybase.Api.Http.Health;

/// <summary><c>GET /health</c>.</summary>
internal static class ReadHealth
{
    /// <summary>Whether requests can be served, and what works worse than it should.</summary>
    public static async Task<Ok<HealthAnswer>> HandleAsync(HealthReports reports, IHostApplicationLifetime lifetime, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        HealthReport report;
        try
        {
            lifetime.ApplicationStopping.ThrowIfCancellationRequested();
            // Looking at all parts may take seconds: whoever asks is told at once that this replica is about to go.
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
            report = await reports.ReadAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Unavailable("The server is shutting down.");
        }

        var degraded = report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy)
            .Select(e => new DegradedPart(e.Key, e.Value.Description ?? "It did not answer in time."))
            .ToList();
        return report.Status == HealthStatus.Unhealthy
            ? throw Unavailable("The control database can't be reached.")
            : TypedResults.Ok(new HealthAnswer(degraded.Count == 0 ? "ok" : "degraded", degraded));
    }

    private static ApiException Unavailable(string message) => new(503, ErrorCodes.Unavailable, message) { RetryAfterSeconds = 2 };
}

/// <summary>Answer of <c>/health</c>.</summary>
/// <param name="Status"><c>ok</c> or <c>degraded</c>.</param>
/// <param name="Degraded">What is degraded; empty when nothing is.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<DegradedPart> Degraded);

/// <summary>Something that works worse than it should.</summary>
/// <param name="Part"><c>cache</c>, <c>databases</c> and so on.</param>
/// <param name="Reason">What that means for callers.</param>
internal sealed record DegradedPart(string Part, string Reason);
