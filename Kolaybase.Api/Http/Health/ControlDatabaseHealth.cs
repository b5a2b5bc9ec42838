using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Kolaybase.Api.Http.Health;

/// <summary>Asks the control database.</summary>
internal sealed class ControlDatabaseHealth(NpgsqlDataSource control) : IHealthCheck
{
    public const string Part = "control";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = control.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException e)
        {
            return new(context.Registration.FailureStatus, "It can't be reached.", e);
        }
    }
}
