using Kolaybase.ControlPlane.Databases;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.Api.Http.Health;

/// <summary>Asks every server that holds projects.</summary>
internal sealed class DatabaseServersHealth(ServerAdmins admins, IOptions<DatabaseServersOptions> servers) : IHealthCheck
{
    public const string Part = "databases";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reachable = await Task.WhenAll(servers.Value.Keys.Select(async name => (name, await IsReachableAsync(name, cancellationToken))));
        var silent = reachable.Where(s => !s.Item2).Select(s => s.name).Order(StringComparer.Ordinal).ToList();
        return silent.Count == 0
            ? HealthCheckResult.Healthy()
            : new(context.Registration.FailureStatus, $"Projects on the database servers {string.Join(", ", silent)} can't be reached.");
    }

    private async Task<bool> IsReachableAsync(string server, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await admins.OpenAsync(server, cancellationToken);
            await using var command = new NpgsqlCommand("select 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
